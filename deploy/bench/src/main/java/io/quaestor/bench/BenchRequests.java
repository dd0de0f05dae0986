package io.quaestor.bench;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import java.util.List;

/**
 * Requests of 2 KB of plain English each, no two alike, numbered from 0. Pure: the same number is
 * the same request.
 */
final class BenchRequests {
    static final int PROMPT_BYTES = 2_048;

    private static final int MAX_OUTPUT_TOKENS = 100;

    /** A prime: consecutive requests begin at places far apart, and none is used again soon. */
    private static final long STRIDE = 7_919;

    private final String text;

    /**
     * @param text ASCII, longer than a prompt
     */
    BenchRequests(String text) {
        if (text.length() <= PROMPT_BYTES) {
            throw new IllegalArgumentException("the text is shorter than a prompt");
        }
        this.text = text;
    }

    LlmRequest request(int number, int department) {
        return LlmRequest.newBuilder()
                .setRequestId(Integer.toString(number))
                .setDepartment(BenchCatalog.department(department))
                .setUser("bench")
                .setAuditReason("benchmark")
                .setUseCase("bench")
                .setSensitivity(Sensitivity.PUBLIC)
                .setModel(BenchCatalog.alias(department))
                .setMessages(
                        List.of(new Message(Role.USER, List.of(new TextPart(prompt(number))), "")))
                .setMaxOutputTokens(MAX_OUTPUT_TOKENS)
                .build();
    }

    String prompt(int number) {
        var instruction = "Summarise in one sentence. This is request " + number + ".\n\n";
        int length = PROMPT_BYTES - instruction.length();
        int from = (int) (number * STRIDE % (text.length() - length));
        return instruction + text.substring(from, from + length);
    }
}
