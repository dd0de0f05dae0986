package io.quaestor.cli.demo;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The request of one task about one document. Pure: the same content always has the same id. */
final class SampleRequests {
    /** As much of the hash as no two samples share. */
    private static final int ID_BYTES = 12;

    /**
     * The requests of all samples. Their order mixes departments, and short documents with long
     * ones: by the hash in their ids, so that the money runs out as the jobs do.
     */
    static List<LlmRequest> mixed(Samples samples) {
        return samples.documents().stream()
                .flatMap(document -> samples.tasks().stream().map(task -> request(task, document)))
                .sorted(Comparator.comparing(SampleRequests::hash))
                .toList();
    }

    private static String hash(LlmRequest request) {
        var id = request.getRequestId();
        return id.substring(id.lastIndexOf('-') + 1);
    }

    static LlmRequest request(SampleTask task, SampleDocument document) {
        return LlmRequest.newBuilder()
                .setRequestId(id(task, document))
                .setDepartment(task.department())
                .setUser(task.user())
                .setAuditReason("Quaestor demo: " + task.name() + " public addresses")
                .setUseCase(task.name())
                .setSensitivity(Sensitivity.PUBLIC)
                .setModel(task.alias())
                .setMessages(
                        List.of(
                                new Message(
                                        Role.USER,
                                        List.of(new TextPart(prompt(task, document))),
                                        "")))
                .setMaxOutputTokens(task.maxOutputTokens())
                .setResponseFormat(task.schema().map(SampleRequests::json).orElse(null))
                .setMetadata(Map.of("document", document.name()))
                .build();
    }

    static String prompt(SampleTask task, SampleDocument document) {
        return task.instruction() + "\n\n<document>\n" + document.text() + "\n</document>";
    }

    private static ResponseFormat json(String schema) {
        return ResponseFormat.newBuilder()
                .setKind(ResponseKind.JSON_SCHEMA)
                .setName("facts")
                .setSchema$(schema)
                .build();
    }

    private static String id(SampleTask task, SampleDocument document) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(prompt(task, document).getBytes(StandardCharsets.UTF_8));
            var hash = HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
            return task.name() + "-" + hash;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private SampleRequests() {}
}
