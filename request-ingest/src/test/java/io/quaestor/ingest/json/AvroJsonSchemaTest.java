package io.quaestor.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class AvroJsonSchemaTest {

    private static final Pattern REF = Pattern.compile("#/components/schemas/(\\w+)");

    @Test
    void describesEveryFieldOfARequestAndEverythingItRefersTo() {
        Map<String, Object> components = new LinkedHashMap<>();

        add(components);

        var fields =
                LlmRequest.getClassSchema().getFields().stream().map(Schema.Field::name).toList();
        assertThat(String.valueOf(components.get("LlmRequest")))
                .contains(fields)
                .contains("required=[requestId, department, model, messages]");
        var refs = REF.matcher(components.toString()).results().map(ref -> ref.group(1)).toList();
        assertThat(refs).isNotEmpty();
        assertThat(components.keySet()).containsAll(refs);
    }

    @Test
    void leavesANameThatIsTakenToWhoeverHasIt() {
        Map<String, Object> components = new LinkedHashMap<>(Map.of("Problem", "mine"));

        add(components);

        assertThat(components).containsEntry("Problem", "mine").containsKey("RecordProblem");
        assertThat(components.toString()).contains("#/components/schemas/RecordProblem");
    }

    private static void add(Map<String, Object> components) {
        var schemas = List.of(LlmRequest.getClassSchema(), LlmResponse.getClassSchema());
        AvroJsonSchema.add(schemas, components);
    }
}
