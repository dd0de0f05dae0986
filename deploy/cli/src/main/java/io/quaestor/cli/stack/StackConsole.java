package io.quaestor.cli.stack;

import io.quaestor.local.StackListener;
import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tells a person what the stack does, and remembers who ended unasked. */
public final class StackConsole implements StackListener {
    private final PrintStream out;
    private final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();

    public StackConsole(PrintStream out) {
        this.out = out;
    }

    @Override
    public void progress(String sentence) {
        out.println("  " + sentence);
    }

    @Override
    public void ended(String name, String log) {
        ended.add(name);
        out.printf("  %s ended by itself; %s%n", name, log);
    }

    /** Processes that ended though nobody stopped them. */
    public Collection<String> ended() {
        return ended;
    }
}
