package io.quaestor.ingest.json;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.Sampling;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.event.TraceContext;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** What the schema alone does not say of a request's JSON form. */
final class Fields {

    /** Texts that hold JSON: they may be given as the JSON object itself. */
    private static final Set<String> JSON_TEXTS =
            Set.of("ResponseFormat.schema", "Tool.parameters", "ToolCallPart.arguments");

    /** The value of {@code type} by which a part is told from the others. */
    static final Map<String, Schema> PART_TYPES =
            Map.of(
                    "text", TextPart.getClassSchema(),
                    "image", ImagePart.getClassSchema(),
                    "document", DocumentPart.getClassSchema(),
                    "toolCall", ToolCallPart.getClassSchema(),
                    "toolResult", ToolResultPart.getClassSchema());

    private static final Map<Schema, Supplier<SpecificRecord>> RECORDS =
            Map.ofEntries(
                    Map.entry(LlmRequest.getClassSchema(), LlmRequest::new),
                    Map.entry(Message.getClassSchema(), Message::new),
                    Map.entry(TextPart.getClassSchema(), TextPart::new),
                    Map.entry(ImagePart.getClassSchema(), ImagePart::new),
                    Map.entry(DocumentPart.getClassSchema(), DocumentPart::new),
                    Map.entry(ToolCallPart.getClassSchema(), ToolCallPart::new),
                    Map.entry(ToolResultPart.getClassSchema(), ToolResultPart::new),
                    Map.entry(Sampling.getClassSchema(), Sampling::new),
                    Map.entry(ResponseFormat.getClassSchema(), ResponseFormat::new),
                    Map.entry(Tool.getClassSchema(), Tool::new),
                    Map.entry(FallbackPolicy.getClassSchema(), FallbackPolicy::new),
                    Map.entry(TraceContext.getClassSchema(), TraceContext::new));

    private Fields() {}

    static SpecificRecord newRecord(Schema schema) {
        var maker = RECORDS.get(schema);
        if (maker == null) {
            throw new IllegalStateException("no record is made of " + schema.getFullName());
        }
        return maker.get();
    }

    static boolean holdsJson(Schema record, String field) {
        return JSON_TEXTS.contains(record.getName() + "." + field);
    }

    /** What a message's {@code parts} may be called too, for those who come from OpenAI's API. */
    static final String PARTS_TOO = "content";

    static boolean isMessage(Schema schema) {
        return schema.equals(Message.getClassSchema());
    }
}
