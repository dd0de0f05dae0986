package io.quaestor.audit.verify;

import io.quaestor.audit.verify.Problem.Kind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether entries and head are linked: every leaf recomputed from the format's description, not by
 * the writer's code.
 *
 * <p>After a broken entry the stored leaf is taken as it is, so that each broken entry is named and
 * not all that follow.
 */
final class LinkCheck {

    private static final byte[] FORMAT = {
        0, 'q', 'u', 'a', 'e', 's', 't', 'o', 'r', '.', 'a', 'u', 'd', 'i', 't', '.', 'v', '1', '\n'
    };

    private final Findings findings;
    private final MessageDigest sha256 = digest();
    private byte[] previous = new byte[32];
    private long next;
    private long lastOffset = -1;

    LinkCheck(Findings findings) {
        this.findings = findings;
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    void entry(StoredEntry entry) {
        if (entry.sequence() != next) {
            findings.add(
                    next,
                    Kind.MISSING_ENTRY,
                    "the next one there is has sequence " + entry.sequence());
        } else if (!Arrays.equals(entry.previous(), previous)) {
            findings.add(
                    next, Kind.PREVIOUS_MISMATCH, "previous is not the leaf of the entry before");
        }
        if (!Arrays.equals(entry.leaf(), leaf(entry))) {
            findings.add(
                    entry.sequence(),
                    Kind.LEAF_MISMATCH,
                    "the leaf is not the hash of the content");
        }
        if (entry.kafkaOffset() <= lastOffset) {
            findings.add(
                    entry.sequence(),
                    Kind.POSITION_ORDER,
                    "Kafka position %d after %d".formatted(entry.kafkaOffset(), lastOffset));
        }
        previous = entry.leaf();
        next = entry.sequence() + 1;
        lastOffset = entry.kafkaOffset();
    }

    /** Checks the head against what was read; call once, after the last entry. */
    void end(Optional<StoredHead> head) {
        head.ifPresentOrElse(
                this::head, () -> findings.add(next, Kind.HEAD_MISMATCH, "there is no head"));
    }

    private void head(StoredHead head) {
        if (head.sequence() > next) {
            findings.add(
                    next,
                    Kind.MISSING_ENTRY,
                    "the head counts %d entries".formatted(head.sequence()));
        } else if (head.sequence() < next) {
            findings.add(
                    Math.max(0, head.sequence()),
                    Kind.HEAD_MISMATCH,
                    "the head counts %d entries, there are %d".formatted(head.sequence(), next));
        } else if (!Arrays.equals(head.leaf(), previous)) {
            findings.add(
                    Math.max(0, next - 1),
                    Kind.HEAD_MISMATCH,
                    "the head's leaf is not the last entry's");
        }
        if (head.kafkaOffset() <= lastOffset) {
            findings.add(
                    Math.max(0, next - 1),
                    Kind.HEAD_MISMATCH,
                    "the head's Kafka position is before the last entry's");
        }
    }

    private byte[] leaf(StoredEntry entry) {
        ByteBuffer fixed = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        fixed.putInt(entry.lane()).putLong(entry.sequence());
        sha256.update(FORMAT);
        sha256.update(fixed.array());
        sha256.update(entry.previous());
        sha256.update(entry.schemaSha256());
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(entry.body().length).array());
        return sha256.digest(entry.body());
    }
}
