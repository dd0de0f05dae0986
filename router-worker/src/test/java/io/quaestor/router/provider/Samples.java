package io.quaestor.router.provider;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.Repair;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sampling;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.kernel.Trace;
import io.quaestor.router.shape.Repairs;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests and entries that the tests of both adapters share. */
public final class Samples {

    public static final String PROMPT = "How many sentences has this address?";
    public static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";

    public static final String INVOICE_SCHEMA =
            """
            {"type": "object", "properties": {"total": {"type": "number", "minimum": 0.10},
             "lines": {"type": "array", "items": {"type": "string"}}}, "required": ["total"]}""";

    private static final String CITY_SCHEMA =
            """
            {"type": "object", "properties": {"city": {"type": "string"}}}""";

    private Samples() {}

    /** One sentence of a user. */
    public static LlmRequest plain() {
        return request(message(Role.USER, new TextPart(PROMPT)));
    }

    /** Every request that has a golden file, by name. */
    public static Map<String, LlmRequest> all() {
        Map<String, LlmRequest> all = new TreeMap<>();
        all.put("plain", plain());
        all.put("conversation", conversation());
        all.put("images", images());
        all.put("document", document());
        all.put("json-schema", invoice());
        all.put(
                "json-schema-list",
                withFormat(
                        new ResponseFormat(
                                ResponseKind.JSON_SCHEMA, "my list!", LIST_SCHEMA, false, 1)));
        all.put(
                "json-object",
                withFormat(new ResponseFormat(ResponseKind.JSON_OBJECT, "", null, true, 1)));
        all.put("repair", Repairs.asking(invoice(), REPAIR));
        all.put(
                "repair-of-nothing",
                Repairs.asking(invoice(), new Repair("", List.of("the reply is empty"))));
        all.put("sampling", sampling());
        all.put("tools", tools("auto"));
        all.put("tool-chosen", tools("weather"));
        all.put("tools-and-json-schema", toolsAndSchema());
        return all;
    }

    public static ProviderCall call(LlmRequest request) {
        return call(request, Duration.ofSeconds(30));
    }

    public static ProviderCall call(LlmRequest request, Duration timeout) {
        Trace trace =
                new Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "vendor=1");
        return new ProviderCall(
                "job-1/7/1/1", MODEL, request, 256, timeout, Optional.of(trace), Optional::empty);
    }

    /** A call that is not wanted any more when it is ready to be sent. */
    public static ProviderCall refused(ProviderReply refusal) {
        ProviderCall call = call(plain());
        return new ProviderCall(
                call.callId(),
                call.modelId(),
                call.request(),
                call.maxOutputTokens(),
                call.timeout(),
                call.trace(),
                () -> Optional.of(refusal));
    }

    public static ProviderEntry entry(Protocol protocol, String url, String key) {
        return ProviderEntry.newBuilder()
                .setProtocol(protocol)
                .setUrl(url)
                .setRegion("eu-west-1")
                .setKey(key)
                .setMaxInFlight(256)
                .setLagLimit(8)
                .setHeaders(Map.of("x-cost-centre", "4711"))
                .build();
    }

    public static LlmRequest withFormat(ResponseFormat format) {
        LlmRequest request = plain();
        request.setResponseFormat(format);
        return request;
    }

    public static LlmRequest request(Message... messages) {
        return LlmRequest.newBuilder()
                .setRequestId("r-1")
                .setDepartment("legal")
                .setModel("fast")
                .setMessages(List.of(messages))
                .setMetadata(Map.of("case", "never sent"))
                .build();
    }

    public static Message message(Role role, Object... parts) {
        return new Message(role, List.of(parts), "");
    }

    private static final String LIST_SCHEMA =
            """
            {"type": "array", "items": {"$ref": "#/$defs/name"}, "$defs": {"name": {"type": "string"}}}""";

    private static final Repair REPAIR =
            new Repair(
                    "{\"total\": \"12 €\"}",
                    List.of("/total: string found, number expected", "too few \"lines\""));

    private static LlmRequest invoice() {
        return withFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "invoice", INVOICE_SCHEMA, true, 1));
    }

    private static LlmRequest conversation() {
        return request(
                message(Role.SYSTEM, new TextPart("Answer briefly.")),
                message(Role.SYSTEM, new TextPart("Answer in German.")),
                message(
                        Role.USER,
                        new TextPart("Weather in Trier?"),
                        new TextPart("And in \"Ulm\"? 🌧")),
                message(
                        Role.ASSISTANT,
                        new TextPart("I look."),
                        new ToolCallPart("t1", "weather", "{\"city\":\"Trier\"}"),
                        new ToolCallPart("t2", "weather", "")),
                message(
                        Role.TOOL,
                        new ToolResultPart("t1", "rain", false),
                        new ToolResultPart("t2", "no city", true)),
                message(Role.USER, new TextPart("Well?")));
    }

    private static LlmRequest images() {
        return request(
                message(
                        Role.USER,
                        new TextPart("What is this?"),
                        new ImagePart(
                                "image/png", ByteBuffer.wrap(new byte[] {1, 2, 3}), null, "high")));
    }

    private static LlmRequest document() {
        return request(
                message(
                        Role.USER,
                        new DocumentPart(
                                "application/pdf",
                                "Q3_report.final",
                                ByteBuffer.wrap(new byte[] {4, 5}),
                                null),
                        new DocumentPart(
                                "application/pdf",
                                "Q3 report final",
                                ByteBuffer.wrap(new byte[] {6}),
                                null),
                        new TextPart("Summarise.")));
    }

    private static LlmRequest sampling() {
        LlmRequest request = plain();
        request.setSampling(new Sampling(0.2, 0.9, null, null, 42L, List.of("END", "\n\n")));
        return request;
    }

    private static LlmRequest tools(String choice) {
        LlmRequest request = plain();
        request.setTools(
                List.of(
                        new Tool("weather", "Weather of a city", CITY_SCHEMA),
                        new Tool("time", "", "{\"type\":\"object\"}")));
        request.setToolChoice(choice);
        return request;
    }

    private static LlmRequest toolsAndSchema() {
        LlmRequest request = tools("auto");
        request.setResponseFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "weather", INVOICE_SCHEMA, true, 1));
        return request;
    }
}
