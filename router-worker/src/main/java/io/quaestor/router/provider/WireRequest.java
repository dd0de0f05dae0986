package io.quaestor.router.provider;

/** A request in a provider's own form, or why it has none. */
public sealed interface WireRequest<T> {

    /** Ready to be sent. */
    record Ready<T>(T body) implements WireRequest<T> {

        /** The prompt is never printed. */
        @Override
        public String toString() {
            return "Ready[redacted]";
        }
    }

    /**
     * This protocol cannot express the request; {@code reason} names the part, never its content.
     */
    record Unsendable<T>(String reason) implements WireRequest<T> {}
}
