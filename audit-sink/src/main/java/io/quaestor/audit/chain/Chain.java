package io.quaestor.audit.chain;

import java.util.ArrayList;
import java.util.List;

/** Links statements to the end of a chain. */
public final class Chain {

    private Chain() {}

    /** The new entries, in the order given, and the head after them. */
    public record Appended(List<ChainEntry> entries, ChainHead head) {

        public Appended {
            entries = List.copyOf(entries);
        }
    }

    public static Appended append(ChainHead head, List<Statement> statements) {
        List<ChainEntry> entries = new ArrayList<>(statements.size());
        ChainHead end = head;
        for (Statement statement : statements) {
            ChainEntry entry = link(end, statement);
            entries.add(entry);
            end = new ChainHead(end.lane(), end.sequence() + 1, entry.leaf());
        }
        return new Appended(entries, end);
    }

    private static ChainEntry link(ChainHead end, Statement statement) {
        Hash leaf = ChainHash.leaf(end.lane(), end.sequence(), end.leaf(), statement);
        return new ChainEntry(end.lane(), end.sequence(), end.leaf(), statement, leaf);
    }
}
