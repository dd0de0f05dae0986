package io.quaestor.local;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a stack told. */
final class HeardEvents implements StackListener {
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @Override
    public void progress(String sentence) {
        System.out.println(sentence);
    }

    @Override
    public void ended(String name, String log) {
        ended.add(name);
    }

    List<String> ended() {
        return ended;
    }
}
