package io.quaestor.router.fair;

import java.util.HashMap;
import java.util.Map;

/** Weights to be set; 1 unless said. */
public final class FakeWeights implements Weights {
    private final Map<String, Integer> byName = new HashMap<>();

    public void put(String department, int weight) {
        byName.put(department, weight);
    }

    public void put(String department, String user, int weight) {
        byName.put(department + "/" + user, weight);
    }

    @Override
    public int of(String department) {
        return byName.getOrDefault(department, 1);
    }

    @Override
    public int of(String department, String user) {
        return byName.getOrDefault(department + "/" + user, 1);
    }
}
