package io.quaestor.ingest.submission;

import java.util.regex.Pattern;

/**
 * Which topics may be named for replies: {@value #DEFAULT} and those below it. Any other name would
 * let a producer make the broker write where it has no business.
 */
final class ReplyTopicName {

    static final String DEFAULT = "llm.responses";

    /** Kafka's longest topic name. */
    private static final int CHARS_MAX = 249;

    private static final Pattern ALLOWED =
            Pattern.compile("llm\\.responses(\\.[a-zA-Z0-9_-][a-zA-Z0-9._-]*)?");

    private ReplyTopicName() {}

    static boolean isAllowed(String name) {
        return name.length() <= CHARS_MAX && ALLOWED.matcher(name).matches();
    }
}
