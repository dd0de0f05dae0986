package io.quaestor.cli.chaos.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a submission of the load is meant to show; its request id begins with the kind. */
public enum Kind {
    /** Text, over Kafka. */
    PLAIN(40),
    /** An answer in JSON of a schema, repaired once if need be. */
    SHAPED(8),
    /** JSON over HTTP. */
    POSTED(10),
    /** The same as an earlier {@link #PLAIN} one. */
    DUPLICATE(9),
    /** Another request under the id of an earlier {@link #PLAIN} one. */
    CONFLICT(4),
    /** Wrong in one of several ways. */
    INVALID(7),
    /** More text than its department may send. */
    OVERSIZED(2),
    /** Followed by a cancellation. */
    CANCELLED(6),
    /** With a deadline of a few seconds. */
    HURRIED(6),
    /** Not called again when nobody knows how its call ended. */
    ONCE(6),
    /** Bytes that nobody can read. */
    GARBAGE(2);

    private final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    /** Its share: so many of a hundred. */
    int weight() {
        return weight;
    }

    /** What its request ids begin with. */
    public String prefix() {
        return name().toLowerCase(Locale.ROOT) + "-";
    }

    /** The kind of a request id; of duplicates and conflicts that of the id they repeat. */
    public static Optional<Kind> of(String requestId) {
        return Arrays.stream(values())
                .filter(kind -> requestId.startsWith(kind.prefix()))
                .findFirst();
    }
}
