package io.quaestor.ingest;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sampling;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.Strategy;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.Seed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests with values that nobody sends in good faith. */
final class HostileRequests {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "a|b",
                    "legal",
                    "auto",
                    "\uD800",
                    "\uFFFD\u202E",
                    "𝄞".repeat(200),
                    "x".repeat(20_000),
                    "{\"a\":".repeat(2_000),
                    "{}",
                    "../../etc",
                    "llm.responses.team",
                    "llm.responses." + "y".repeat(300),
                    "llm.journal",
                    "%s%n\r\n",
                    "\u0001\u0007\u001b[31m\u009b",
                    "\u202Eevil\u2066\u2069",
                    "null",
                    "1e999",
                    "9".repeat(400));

    /** 4 MiB: half of what is taken. */
    private static final String LONG = "x".repeat(4 * 1024 * 1024);

    private HostileRequests() {}

    /** A valid request with a few of its fields made hostile. */
    static LlmRequest next(SplittableRandom random) {
        var request = Requests.valid("r-" + random.nextInt(1_000_000), "legal");
        var changes = changes();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            changes.get(random.nextInt(changes.size())).accept(request, random);
        }
        return request;
    }

    /** Valid in form, and more of something than anybody needs. */
    static LlmRequest huge(SplittableRandom random) {
        var request = Requests.valid("huge-" + random.nextInt(1_000), "legal");
        switch (random.nextInt(5)) {
            case 0 -> request.setMessages(List.of(Requests.text(Role.USER, LONG)));
            case 1 ->
                    request.setMessages(Collections.nCopies(5_000, Requests.text(Role.USER, "x")));
            case 2 -> {
                var parts = Collections.<Object>nCopies(20_000, new TextPart("x"));
                request.setMessages(List.of(new Message(Role.USER, parts, "")));
            }
            case 3 -> request.setAuditReason(LONG);
            default -> {
                var deep = "{\"not\":".repeat(50_000) + "{}" + "}".repeat(50_000);
                request.setResponseFormat(
                        new ResponseFormat(ResponseKind.JSON_SCHEMA, "deep", deep, true, 1));
            }
        }
        return request;
    }

    private static List<BiConsumer<LlmRequest, SplittableRandom>> changes() {
        return List.of(
                (r, x) -> r.setRequestId(text(x)),
                (r, x) -> r.setDepartment(text(x)),
                (r, x) -> r.setUser(text(x)),
                (r, x) -> r.setAuditReason(text(x)),
                (r, x) -> r.setUseCase(text(x)),
                (r, x) -> r.setModel(text(x)),
                (r, x) -> r.setToolChoice(text(x)),
                (r, x) -> r.setReplyTopic(text(x)),
                (r, x) -> r.setSensitivity(any(x, Sensitivity.values())),
                (r, x) -> r.setStrategy(any(x, Strategy.values())),
                (r, x) -> r.setUnknownOutcome(any(x, UnknownOutcomePolicy.values())),
                (r, x) -> r.setAllowedRegions(many(x, () -> text(x))),
                (r, x) -> r.setMessages(many(x, () -> message(x))),
                (r, x) -> r.setSampling(sampling(x)),
                (r, x) -> r.setMaxOutputTokens((int) Seed.anyMagnitude(x)),
                (r, x) -> r.setPriority((int) Seed.anyMagnitude(x)),
                (r, x) -> r.setMaxCostNanoUsd(Seed.anyMagnitude(x)),
                (r, x) -> r.setDeadline(Instant.ofEpochMilli(Seed.anyMagnitude(x))),
                (r, x) -> r.setResponseFormat(format(x)),
                (r, x) -> r.setTools(many(x, () -> new Tool(text(x), text(x), text(x)))),
                (r, x) -> r.setFallback(new FallbackPolicy(true, true, true, x.nextInt())),
                (r, x) -> r.setMetadata(metadata(x)));
    }

    private static String text(SplittableRandom random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static <T> T any(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <T> List<T> many(SplittableRandom random, Supplier<T> one) {
        int count = random.nextInt(32) == 0 ? 200 : random.nextInt(3);
        var items = new ArrayList<T>();
        var item = one.get();
        for (int i = 0; i < count; i++) {
            items.add(count > 10 ? item : one.get());
        }
        return items;
    }

    private static <T> List<T> few(SplittableRandom random, Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(4)).toList();
    }

    private static Map<String, String> metadata(SplittableRandom random) {
        var metadata = new HashMap<String, String>();
        int count = random.nextInt(16) == 0 ? 100 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            metadata.put(text(random) + i, text(random));
        }
        return metadata;
    }

    private static Message message(SplittableRandom random) {
        return new Message(
                any(random, Role.values()), few(random, () -> part(random)), text(random));
    }

    private static Object part(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new TextPart(text(random));
            case 1 -> new ImagePart(text(random), data(random), uri(random), text(random));
            case 2 -> new DocumentPart(text(random), text(random), data(random), uri(random));
            case 3 -> new ToolCallPart(text(random), text(random), text(random));
            default -> new ToolResultPart(text(random), text(random), random.nextBoolean());
        };
    }

    private static @Nullable ByteBuffer data(SplittableRandom random) {
        return random.nextBoolean() ? null : ByteBuffer.allocate(random.nextInt(3));
    }

    private static @Nullable String uri(SplittableRandom random) {
        return random.nextBoolean() ? null : text(random);
    }

    private static Sampling sampling(SplittableRandom random) {
        return new Sampling(
                number(random),
                number(random),
                number(random),
                number(random),
                random.nextLong(),
                many(random, () -> text(random)));
    }

    private static Double number(SplittableRandom random) {
        return Double.longBitsToDouble(random.nextLong());
    }

    private static ResponseFormat format(SplittableRandom random) {
        return new ResponseFormat(
                any(random, ResponseKind.values()),
                text(random),
                uri(random),
                random.nextBoolean(),
                random.nextInt());
    }
}
