package io.quaestor.ingest.submission;

/** What is known of reply topics; answers at once, from memory. */
@FunctionalInterface
public interface ReplyTopics {

    /** How a topic stands. */
    enum Standing {
        WRITABLE,
        MISSING,
        /** It exists, and the broker does not let us write. */
        FORBIDDEN,
        /** It takes only records that are smaller than a rejection can be. */
        TOO_NARROW,
        /** It forgets answers sooner than they are repeated. */
        TOO_FORGETFUL,
        /** Nobody looked lately. */
        UNKNOWN
    }

    /**
     * @param topic a name that matches {@link ReplyTopicName}
     */
    Standing standing(String topic);
}
