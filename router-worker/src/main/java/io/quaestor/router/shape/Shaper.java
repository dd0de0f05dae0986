package io.quaestor.router.shape;

import com.fasterxml.jackson.databind.JsonNode;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.router.provider.ProviderReply;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Judges whether a reply has the form its request asks for. Free of I/O; may take as long as {@link
 * Effort#MOST}. Thread-safe.
 *
 * <p>JSON_SCHEMA: one JSON value that satisfies the schema. JSON_OBJECT: one JSON object. A reply
 * that calls tools of the request is a step on the way and no answer. What the output limit cut is
 * never taken for an answer, for 12 may have been going to be 120, and an empty object a full one.
 */
final class Shaper {
    private final SchemaCache schemas;
    private final LongSupplier nanoTime;

    Shaper(LongSupplier nanoTime) {
        this.schemas = new SchemaCache(nanoTime);
        this.nanoTime = nanoTime;
    }

    /** Whether there is anything to judge. */
    static boolean isAsked(LlmRequest request, ProviderReply reply) {
        return format(request) != ResponseKind.TEXT
                && reply instanceof ProviderReply.Completed completed
                && (completed.toolCalls().isEmpty() || request.getTools().isEmpty());
    }

    private static ResponseKind format(LlmRequest request) {
        var format = request.getResponseFormat();
        return format == null || format.getKind() == ResponseKind.UNKNOWN
                ? ResponseKind.TEXT
                : format.getKind();
    }

    /** The schema's text, if the form is given by one. */
    static Optional<String> schema(LlmRequest request) {
        return format(request) == ResponseKind.JSON_SCHEMA
                ? Optional.ofNullable(request.getResponseFormat()).map(ResponseFormat::getSchema$)
                : Optional.empty();
    }

    SchemaCache schemas() {
        return schemas;
    }

    Shape judge(LlmRequest request, ProviderReply reply) {
        if (!(reply instanceof ProviderReply.Completed completed) || !isAsked(request, reply)) {
            return Shape.NOT_ASKED;
        }
        return Repairs.isCut(completed)
                ? Shape.Missed.because("the output limit cut the reply")
                : judge(request, completed.content());
    }

    private Shape judge(LlmRequest request, String content) {
        var value = JsonAnswer.read(JsonAnswer.unfenced(content));
        if (value.isEmpty()) {
            return Shape.Missed.because(
                    content.isBlank() ? "the reply is empty" : "the reply is not one JSON value");
        }
        return schema(request)
                .map(schema -> againstSchema(schema, value.get()))
                .orElseGet(() -> anyObject(value.get()));
    }

    private Shape againstSchema(String schema, JsonNode value) {
        return switch (schemas.read(schema)) {
            case AnswerSchema.Usable(var usable) -> usable.check(value, nanoTime);
            // Such a job is not called; it was called before this worker knew better.
            case AnswerSchema.Unusable(var reason) ->
                    Shape.Missed.unjudged("the schema is unusable: " + reason);
        };
    }

    private static Shape anyObject(JsonNode value) {
        return value.isObject()
                ? new Shape.Met(JsonAnswer.compact(value))
                : Shape.Missed.because("the reply is JSON but no object");
    }
}
