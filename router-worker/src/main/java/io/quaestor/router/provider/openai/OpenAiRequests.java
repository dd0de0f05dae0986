package io.quaestor.router.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.Sampling;
import io.quaestor.event.Tool;
import io.quaestor.router.provider.JsonText;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.UnsendableException;
import io.quaestor.router.provider.WireRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes a call as the JSON body of a chat completion. Pure. */
public final class OpenAiRequests {

    /**
     * Its default writes characters beyond the basic plane as escapes, so a lone surrogate in a
     * prompt is no error.
     */
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Typical prompts are 2 KB; larger ones grow the buffer. */
    private static final int BODY_BYTES_START = 4096;

    private OpenAiRequests() {}

    /** The body in UTF-8, or why the protocol cannot express the request. */
    public static WireRequest<byte[]> body(ProviderCall call, String outputLimitField) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(BODY_BYTES_START)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                write(json, call, outputLimitField);
            }
            return new WireRequest.Ready<>(bytes.toByteArray());
        } catch (UnsendableException e) {
            return new WireRequest.Unsendable<>(e.reason());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static void write(JsonGenerator json, ProviderCall call, String outputLimitField)
            throws IOException {
        LlmRequest request = call.request();
        json.writeStartObject();
        json.writeStringField("model", call.modelId());
        OpenAiMessages.write(json, request.getMessages());
        json.writeNumberField(outputLimitField, call.maxOutputTokens());
        if (request.getSampling() != null) {
            writeSampling(json, request.getSampling());
        }
        if (request.getResponseFormat() != null) {
            writeFormat(json, request.getResponseFormat());
        }
        if (!request.getTools().isEmpty()) {
            writeTools(json, request);
        }
        json.writeEndObject();
    }

    private static void writeSampling(JsonGenerator json, Sampling sampling) throws IOException {
        writeNumber(json, "temperature", sampling.getTemperature());
        writeNumber(json, "top_p", sampling.getTopP());
        writeNumber(json, "presence_penalty", sampling.getPresencePenalty());
        writeNumber(json, "frequency_penalty", sampling.getFrequencyPenalty());
        if (sampling.getSeed() != null) {
            json.writeNumberField("seed", sampling.getSeed());
        }
        if (!sampling.getStop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : sampling.getStop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private static void writeNumber(JsonGenerator json, String field, @Nullable Double value)
            throws IOException {
        if (value == null) {
            return;
        }
        if (!Double.isFinite(value)) {
            throw new UnsendableException(field + " is no number");
        }
        json.writeNumberField(field, value);
    }

    private static void writeFormat(JsonGenerator json, ResponseFormat format) throws IOException {
        switch (format.getKind()) {
            case UNKNOWN, TEXT -> {}
            case JSON_OBJECT -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_object");
                json.writeEndObject();
            }
            case JSON_SCHEMA -> writeSchema(json, format);
        }
    }

    private static void writeSchema(JsonGenerator json, ResponseFormat format) throws IOException {
        json.writeObjectFieldStart("response_format");
        json.writeStringField("type", "json_schema");
        json.writeObjectFieldStart("json_schema");
        json.writeStringField("name", JsonText.name(format.getName(), "response"));
        json.writeBooleanField("strict", format.getStrict());
        json.writeFieldName("schema");
        json.writeTree(JsonText.object(format.getSchema$(), "responseFormat.schema"));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeTools(JsonGenerator json, LlmRequest request) throws IOException {
        json.writeArrayFieldStart("tools");
        for (Tool tool : request.getTools()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.getName());
            if (!tool.getDescription().isEmpty()) {
                json.writeStringField("description", tool.getDescription());
            }
            json.writeFieldName("parameters");
            json.writeTree(JsonText.object(tool.getParameters(), "tool parameters"));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        writeToolChoice(json, request.getToolChoice());
    }

    private static void writeToolChoice(JsonGenerator json, String choice) throws IOException {
        switch (choice) {
            case "", "auto" -> {}
            case "none", "required" -> json.writeStringField("tool_choice", choice);
            default -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", choice);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }
}
