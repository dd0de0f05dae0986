package io.quaestor.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ResponseKind;
import io.quaestor.event.TextPart;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskTest {
    private final Task task = task("Summarise.", Optional.empty());

    @Test
    void givesTheSameContentTheSameId() {
        var once = task.request("Text.").getRequestId();
        assertThat(task.request("Text.").getRequestId()).isEqualTo(once);
        assertThat(once).startsWith("digest-").hasSize("digest-".length() + 32);
    }

    @Test
    void givesOtherContentAnotherId() {
        var id = task.request("Text.").getRequestId();
        assertThat(task.request("Text!").getRequestId()).isNotEqualTo(id);
        assertThat(task("Classify.", Optional.empty()).request("Text.").getRequestId())
                .isNotEqualTo(id);
        assertThat(task("Summarise.", Optional.of("{}")).request("Text.").getRequestId())
                .isNotEqualTo(id);
    }

    @Test
    void asksForTheDocumentBehindThePrompt() {
        var message = task.request("Text.").getMessages().getFirst();
        assertThat(((TextPart) message.getParts().getFirst()).getText())
                .startsWith("Summarise.")
                .contains("<document>\nText.\n</document>");
    }

    @Test
    void asksForJsonWhenASchemaIsGiven() {
        var format = task("Extract.", Optional.of("{}")).request("T").getResponseFormat();
        assertThat(Objects.requireNonNull(format).getKind()).isEqualTo(ResponseKind.JSON_SCHEMA);
        assertThat(format.getSchema$()).isEqualTo("{}");
    }

    private static Task task(String prompt, Optional<String> schema) {
        return new Task(
                "legal",
                "ada",
                "test",
                "digest",
                "fast",
                prompt,
                schema,
                Optional.of(100),
                0,
                Optional.of(Instant.EPOCH));
    }
}
