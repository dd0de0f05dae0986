package io.quaestor.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The producer's own id of a request: its idempotency key within a department.
 *
 * <p>Invariant: 1 to {@value #CHARS_MAX} characters (UTF-16 units), no control characters, and no
 * half of a surrogate pair: such text has no UTF-8 form, so two different ids would encode to the
 * same bytes and share a job id.
 */
public record RequestId(String text) {

    /** Long enough for any UUID, URN or path; short enough to be a key on every topic. */
    public static final int CHARS_MAX = 256;

    /**
     * @throws IllegalArgumentException when {@link #problemIn} finds one
     */
    public RequestId {
        problemIn(text)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException(problem);
                        });
    }

    /** Why the text is no request id, for validators that list every problem. */
    public static Optional<String> problemIn(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return Optional.of(
                    "request id must have 1 to %d characters, not %d"
                            .formatted(CHARS_MAX, text.length()));
        }
        return text.codePoints().anyMatch(RequestId::isForbidden)
                ? Optional.of(
                        "request id holds a control character or half a surrogate pair: "
                                + Quoted.text(text))
                : Optional.empty();
    }

    /** The bytes that keys, partitions and job ids are made of. */
    public byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return text;
    }
}
