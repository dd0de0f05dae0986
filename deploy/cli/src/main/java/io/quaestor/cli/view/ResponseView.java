package io.quaestor.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.event.JobError;
import io.quaestor.event.LlmResponse;
import io.quaestor.kernel.Money;
import java.util.Optional;

/** A response as one JSON object with short names; nothing of the prompt is in it. */
public final class ResponseView {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static ObjectNode of(LlmResponse response) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("jobId", response.getJobId());
        json.put("department", response.getDepartment());
        json.put("requestId", response.getRequestId());
        json.put("status", response.getStatus().name());
        json.put("replayed", response.getReplayed());
        json.put("content", response.getContent());
        parsed(response).ifPresent(parsed -> json.set("json", parsed));
        Optional.ofNullable(response.getRoute())
                .ifPresent(
                        route -> {
                            json.put("model", route.getModel());
                            json.put("provider", route.getProvider());
                        });
        json.put("simulated", response.getSimulated());
        Optional.ofNullable(response.getUsage())
                .ifPresent(
                        usage -> {
                            json.put("inputTokens", usage.getInput());
                            json.put("outputTokens", usage.getOutput());
                        });
        json.put("costUsd", Money.ofNanoUsd(response.getReceipt().getCostNanoUsd()).toUsd());
        json.put("attempts", response.getReceipt().getAttempts().size());
        json.put("unknownOutcomes", response.getReceipt().getUnknownOutcomes());
        json.put("submittedAt", response.getTimings().getSubmittedAt().toString());
        json.put("finishedAt", response.getTimings().getFinishedAt().toString());
        Optional.ofNullable(response.getError()).ifPresent(error -> put(json, error));
        var at = response.getSubmission();
        json.put("submission", at.getTopic() + "-" + at.getPartition() + "@" + at.getOffset());
        response.getMetadata().forEach(json.putObject("metadata")::put);
        return json;
    }

    private static void put(ObjectNode json, JobError error) {
        var node = json.putObject("error");
        node.put("type", error.getType().name());
        node.put("message", error.getMessage());
        node.put("retryable", error.getRetryable());
        var problems = node.putArray("problems");
        for (var problem : error.getProblems()) {
            problems.addObject()
                    .put("type", problem.getType().name())
                    .put("field", problem.getField())
                    .put("message", problem.getMessage());
        }
        json.put("reason", error.getType() + ": " + error.getMessage());
    }

    /** The worker wrote it as JSON; what is none is in the content anyway. */
    private static Optional<JsonNode> parsed(LlmResponse response) {
        try {
            var text = response.getJson();
            return text == null ? Optional.empty() : Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private ResponseView() {}
}
