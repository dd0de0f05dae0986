package io.quaestor.cli.chaos.load;

import io.quaestor.event.LlmRequest;
import java.time.Duration;

/** One thing that the load does. */
public sealed interface Errand {
    Kind kind();

    /** Publishes a request on {@code llm.requests}. */
    record Publish(Kind kind, LlmRequest request) implements Errand {}

    /** Publishes a request, and its cancellation a while later. */
    record PublishAndCancel(Kind kind, LlmRequest request, Duration after) implements Errand {}

    /** Publishes bytes that are no request. */
    record PublishBytes(Kind kind, String key, String text) implements Errand {}

    /** Posts a request as JSON. */
    record Post(Kind kind, String requestId, String json) implements Errand {}
}
