package io.quaestor.cli.provider;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Models of one provider whose circuit is open, or probed, in workers that were asked. Pure.
 *
 * @param workers by model; a model whose circuit is closed everywhere is not there
 */
public record OpenCircuits(Map<String, Integer> workers) {
    static final OpenCircuits NONE = new OpenCircuits(Map.of());

    private static final Set<String> OPEN = Set.of("open", "half-open");

    public OpenCircuits {
        workers = new TreeMap<>(workers);
    }

    /** By provider, of the items that workers answer. */
    public static Map<String, OpenCircuits> of(Collection<ObjectNode> items) {
        var open = new TreeMap<String, OpenCircuits>();
        for (var item : items) {
            if (OPEN.contains(item.path("state").asText())) {
                var one = new OpenCircuits(Map.of(item.path("model").asText(), 1));
                open.merge(item.path("provider").asText(), one, OpenCircuits::plus);
            }
        }
        return open;
    }

    private OpenCircuits plus(OpenCircuits other) {
        var sum = new TreeMap<>(workers);
        other.workers.forEach((model, count) -> sum.merge(model, count, Integer::sum));
        return new OpenCircuits(sum);
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    /** {@code haiku@sim-aws, nova@sim-aws}. */
    String text() {
        return workers.keySet().stream().collect(joining(", "));
    }
}
