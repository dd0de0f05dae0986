package io.quaestor.cli.chaos.load;

import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sampling;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import io.quaestor.event.UnknownOutcomePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What the n-th submission of a load is. Pure: it follows from seed, number and the time the load
 * began (deadlines are times), so a duplicate is made again from the number it repeats.
 *
 * @param perSecond submissions a second, from 1
 * @param begin of the load
 */
public record Errands(long seed, int perSecond, Instant begin) {
    /** Where some of the answers go instead of {@code llm.responses}. */
    public static final String REPLIES = "llm.responses.campaign";

    /** Of so many requests one has its answer there. */
    private static final int OF_REPLIES = 5;

    /** Longer than any outage of a plan and the waits that follow it; a minute of calm ends it. */
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(90);

    private static final int HURRY_LEAST_MILLIS = 1_000;
    private static final int HURRY_MOST_MILLIS = 5_000;
    private static final int CANCEL_MOST_MILLIS = 3_000;

    /** A repeated submission follows its first by so many numbers at most. */
    private static final int BACK_MOST = 400;

    private static final int MAX_OUTPUT_TOKENS = 100;

    /** Above what {@code chaos-catalog.yml} lets any department send. */
    private static final int TOO_LONG = 70_000;

    private static final int SENTENCES_MOST = 16;

    private static final List<String> SENTENCES =
            List.of(
                    "The roads of the province were built by the third legion.",
                    "The treasury kept two books, one for grain and one for silver.",
                    "No account was closed before the quaestor had seen it.",
                    "A messenger needed nine days from the coast to the capital.",
                    "The council met in spring and again when the harvest was in.",
                    "Of forty ships that left the harbour thirty-eight came back.");

    private static final String FACTS =
            """
            {"type": "object", "required": ["topic", "sentences"], "additionalProperties": false,
             "properties": {"topic": {"type": "string", "maxLength": 40}, "sentences": {"type": "integer", "minimum": 0}}}""";

    /** Who may ask for what, as {@code chaos-catalog.yml} says. */
    private record Asker(String department, String user, String model) {}

    private static final List<Asker> ASKERS =
            List.of(
                    new Asker("alpha", "ada", "fast"),
                    new Asker("alpha", "alan", "aws"),
                    new Asker("beta", "bea", "cheap"),
                    new Asker("beta", "bob", "fast"),
                    new Asker("beta", "bob", "open"),
                    new Asker("gamma", "gil", "aws"),
                    new Asker("delta", "dora", "cheap"),
                    new Asker("epsilon", "eve", "open"),
                    new Asker("epsilon", "adam", "fast"),
                    new Asker("zeta", "zoe", "free"));

    /** When the submission is due. */
    public Instant due(int number) {
        return begin.plusNanos((long) (number * 1e9 / perSecond));
    }

    /** What it is. */
    public Errand errand(int number) {
        var random = random(number);
        var kind = kind(random);
        return switch (kind) {
            case PLAIN, HURRIED, ONCE, SHAPED -> new Errand.Publish(kind, request(kind, number));
            case POSTED -> post(number);
            case DUPLICATE ->
                    new Errand.Publish(kind, request(Kind.PLAIN, earlier(random, number)));
            case CONFLICT -> new Errand.Publish(kind, conflict(earlier(random, number)));
            case INVALID -> new Errand.Publish(kind, invalid(random, number));
            case OVERSIZED -> new Errand.Publish(kind, oversized(number));
            case CANCELLED ->
                    new Errand.PublishAndCancel(
                            kind,
                            request(kind, number),
                            Duration.ofMillis(random.nextInt(CANCEL_MOST_MILLIS)));
            case GARBAGE -> {
                var id = kind.prefix() + number;
                yield new Errand.PublishBytes(kind, id, "no request: " + id);
            }
        };
    }

    /** Mixed, lest the draws of one number be those of the next, a draw later. */
    private RandomGenerator random(int number) {
        long mixed = (seed ^ (number * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
        return new SplittableRandom(mixed ^ (mixed >>> 31));
    }

    private static Kind kind(RandomGenerator random) {
        int draw = random.nextInt(100);
        for (var kind : Kind.values()) {
            draw -= kind.weight();
            if (draw < 0) {
                return kind;
            }
        }
        return Kind.PLAIN;
    }

    /** The number of an earlier plain one, or this number: then it is the first of its id. */
    private int earlier(RandomGenerator random, int number) {
        for (int back = 1 + random.nextInt(BACK_MOST); back <= number; back++) {
            if (kind(random(number - back)) == Kind.PLAIN) {
                return number - back;
            }
        }
        return number;
    }

    private LlmRequest request(Kind kind, int number) {
        var random = random(~number);
        var asker = ASKERS.get(random.nextInt(ASKERS.size()));
        var request =
                LlmRequest.newBuilder()
                        .setRequestId(kind.prefix() + number)
                        .setDepartment(asker.department())
                        .setUser(asker.user())
                        .setUseCase("campaign")
                        .setAuditReason("campaign")
                        .setSensitivity(Sensitivity.PUBLIC)
                        .setModel(asker.model())
                        .setMessages(text(prompt(random, number)))
                        .setMaxOutputTokens(MAX_OUTPUT_TOKENS)
                        .setPriority(random.nextInt(3) - 1)
                        .setDeadline(deadline(random, kind, number))
                        .build();
        if (kind == Kind.ONCE) {
            request.setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
        } else if (random.nextInt(4) == 0) {
            request.setFallback(
                    FallbackPolicy.newBuilder()
                            .setOnPossiblyBilled(true)
                            .setOnContentFilter(true)
                            .build());
        }
        if (kind == Kind.SHAPED) {
            request.setResponseFormat(
                    ResponseFormat.newBuilder()
                            .setKind(ResponseKind.JSON_SCHEMA)
                            .setName("facts")
                            .setSchema$(FACTS)
                            .build());
        }
        if (random.nextInt(OF_REPLIES) == 0) {
            request.setReplyTopic(REPLIES);
        }
        return request;
    }

    private Instant deadline(RandomGenerator random, Kind kind, int number) {
        var after =
                kind == Kind.HURRIED
                        ? Duration.ofMillis(
                                HURRY_LEAST_MILLIS
                                        + random.nextInt(HURRY_MOST_MILLIS - HURRY_LEAST_MILLIS))
                        : USUAL_DEADLINE;
        return due(number).plus(after).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String prompt(RandomGenerator random, int number) {
        var prompt =
                new StringBuilder("Summarise in one sentence. This is job " + number + ".\n\n");
        for (int i = 2 + random.nextInt(SENTENCES_MOST - 2); i > 0; i--) {
            prompt.append(SENTENCES.get(random.nextInt(SENTENCES.size()))).append(' ');
        }
        return prompt.toString();
    }

    private static List<Message> text(String text) {
        return List.of(new Message(Role.USER, List.of(new TextPart(text)), ""));
    }

    private LlmRequest conflict(int number) {
        var request = request(Kind.PLAIN, number);
        request.setMessages(text("Something else under the id of job " + number + "."));
        return request;
    }

    private LlmRequest invalid(RandomGenerator random, int number) {
        var request = request(Kind.INVALID, number);
        switch (random.nextInt(7)) {
            case 0 -> request.setDepartment("nobody");
            case 1 -> request.setModel("no-such-alias");
            case 2 -> request.setMessages(List.of());
            case 3 -> request.setSampling(Sampling.newBuilder().setTemperature(9.5).build());
            case 4 -> request.setAuditReason("");
            case 5 -> {
                request.setDepartment("epsilon");
                request.setUser("a-stranger");
                request.setModel("open");
            }
            default -> request.setReplyTopic("somebody.elses.topic");
        }
        return request;
    }

    private LlmRequest oversized(int number) {
        var request = request(Kind.OVERSIZED, number);
        request.setMessages(text("Long, longer, too long. ".repeat(TOO_LONG / 24 + 1)));
        return request;
    }

    private Errand post(int number) {
        var request = request(Kind.POSTED, number);
        var prompt = prompt(random(~number), number).replace("\n", "\\n");
        var fields = new TreeMap<String, String>();
        fields.put("department", request.getDepartment());
        fields.put("user", request.getUser());
        fields.put("auditReason", request.getAuditReason());
        fields.put("model", request.getModel());
        fields.put("deadline", String.valueOf(request.getDeadline()));
        fields.put("messages", prompt);
        Optional.ofNullable(request.getReplyTopic())
                .ifPresent(topic -> fields.put("replyTopic", topic));
        var json = new StringBuilder("{\"maxOutputTokens\": " + MAX_OUTPUT_TOKENS);
        fields.forEach((name, value) -> json.append(", \"%s\": \"%s\"".formatted(name, value)));
        return new Errand.Post(Kind.POSTED, request.getRequestId(), json.append('}').toString());
    }
}
