package io.quaestor.cli.submit;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of each document. Pure: the same task and content always have the same request id,
 * so a repeat is the same job; where the document lies is not part of it.
 *
 * @param deadline latest start of a call; not part of the id, for a repeat's is another
 */
public record Task(
        String department,
        String user,
        String auditReason,
        String useCase,
        String model,
        String prompt,
        Optional<String> schema,
        Optional<Integer> maxOutputTokens,
        int priority,
        Optional<Instant> deadline) {
    /** As much of the hash as no two documents share. */
    private static final int ID_BYTES = 16;

    public LlmRequest request(String document) {
        return LlmRequest.newBuilder()
                .setRequestId(requestId(document))
                .setDepartment(department)
                .setUser(user)
                .setAuditReason(auditReason)
                .setUseCase(useCase)
                .setModel(model)
                .setMessages(List.of(message(document)))
                .setMaxOutputTokens(maxOutputTokens.orElse(null))
                .setResponseFormat(schema.map(Task::json).orElse(null))
                .setPriority(priority)
                .setDeadline(deadline.orElse(null))
                .build();
    }

    private Message message(String document) {
        var text = prompt + "\n\n<document>\n" + document + "\n</document>";
        return new Message(Role.USER, List.of(new TextPart(text)), "");
    }

    private static ResponseFormat json(String schema) {
        return ResponseFormat.newBuilder()
                .setKind(ResponseKind.JSON_SCHEMA)
                .setName("answer")
                .setSchema$(schema)
                .build();
    }

    String requestId(String document) {
        var sha256 = sha256();
        for (var part :
                List.of(
                        user,
                        auditReason,
                        Integer.toString(priority),
                        model,
                        prompt,
                        schema.orElse(""),
                        maxOutputTokens.map(String::valueOf).orElse(""),
                        document)) {
            sha256.update(part.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
        }
        var prefix = useCase.isEmpty() ? "submit" : useCase;
        return prefix + "-" + HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
