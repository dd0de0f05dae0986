package io.quaestor.ingest.submission;

import static io.quaestor.event.ErrorType.DEADLINE;
import static io.quaestor.event.ErrorType.INVALID_REQUEST;
import static io.quaestor.event.ErrorType.PARAMETER_OUT_OF_RANGE;
import static io.quaestor.event.ErrorType.REPLY_TOPIC;
import static io.quaestor.event.ErrorType.TOO_LARGE;
import static io.quaestor.event.ErrorType.UNKNOWN_DEPARTMENT;
import static io.quaestor.ingest.submission.Bench.NOW;
import static io.quaestor.ingest.submission.Bench.SUBMITTED_AT;
import static io.quaestor.ingest.submission.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ErrorType;
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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JudgeTest {

    private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {1, 2, 3});

    private final Bench bench = new Bench(JudgeTest::looksLikeAnObject);

    /** Enough of JSON for the rules; the real parser has its own test. */
    private static boolean looksLikeAnObject(String text) {
        return text.startsWith("{")
                && text.endsWith("}")
                && !text.contains(": }")
                && !text.contains("} {");
    }

    @Test
    void acceptsAPlainRequestForItsDepartmentsLane() {
        var request = Requests.valid("r-1", "legal");

        var accepted = bench.accepted(request);

        assertThat(accepted.lane()).isEqualTo(7);
        var job = accepted.job();
        assertThat(job.getRun()).isEqualTo(Bench.OFFSET);
        assertThat(job.getReplyTopic()).isEqualTo("llm.responses");
        assertThat(job.getSubmittedAt()).isEqualTo(SUBMITTED_AT);
        assertThat(job.getAcceptedAt()).isEqualTo(NOW);
        assertThat(job.getDeadline()).isEqualTo(SUBMITTED_AT.plus(Duration.ofHours(24)));
        assertThat(job.getInputBytes()).isEqualTo("Summarise this.".length());
    }

    @Test
    void acceptsEverythingThatARequestMayHold() {
        var accepted = bench.accepted(rich());

        assertThat(accepted.job().getReplyTopic()).isEqualTo("llm.responses.team");
        assertThat(accepted.job().getInputBytes()).isEqualTo(inputBytesOfRich());
    }

    private static LlmRequest rich() {
        var request = Requests.valid("r/2 é", "legal");
        request.setMessages(
                List.of(
                        text(Role.SYSTEM, "Be brief. é"),
                        new Message(
                                Role.USER,
                                List.of(
                                        new TextPart("Compare 𝄞."),
                                        new ImagePart("image/png", BYTES, null, "low"),
                                        new DocumentPart(
                                                "application/pdf", "a.pdf", null, "s3://b/k")),
                                "ada"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(new ToolCallPart("c1", "look_up", "{\"q\": [1]}")),
                                ""),
                        new Message(Role.TOOL, List.of(new ToolResultPart("c1", "", true)), "")));
        request.setSampling(new Sampling(0.0, 1.0, -2.0, 2.0, Long.MIN_VALUE, List.of("END")));
        request.setMaxOutputTokens(1);
        request.setResponseFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "answer", "{}", true, 5));
        request.setTools(List.of(new Tool("look_up", "Looks up.", "{\"type\": \"object\"}")));
        request.setToolChoice("look_up");
        request.setPriority(-100);
        request.setMaxCostNanoUsd(0L);
        request.setDeadline(SUBMITTED_AT.plus(Duration.ofDays(7)));
        request.setReplyTopic("llm.responses.team");
        request.setMetadata(Map.of("case", "é"));
        return request;
    }

    private static int inputBytesOfRich() {
        int texts = "Be brief. ".length() + 2 + "Compare .".length() + 4;
        int media = 3 + "s3://b/k".length();
        int call = "look_up{\"q\": [1]}".length();
        int tool = "look_upLooks up.{\"type\": \"object\"}".length();
        return texts + media + call + tool + "{}".length();
    }

    @TestFactory
    Stream<DynamicTest> refusesEachFaultWithItsTypeAndPath() {
        return Stream.of(
                fault("requestId", INVALID_REQUEST, r -> r.setRequestId("")),
                fault("requestId", INVALID_REQUEST, r -> r.setRequestId("a\u0000b")),
                fault("requestId", INVALID_REQUEST, r -> r.setRequestId("x".repeat(257))),
                fault("department", INVALID_REQUEST, r -> r.setDepartment("Legal!")),
                fault("department", UNKNOWN_DEPARTMENT, r -> r.setDepartment("nobody")),
                fault("department", UNKNOWN_DEPARTMENT, r -> r.setDepartment("closed")),
                fault("user", INVALID_REQUEST, r -> r.setUser("a|b")),
                fault("useCase", INVALID_REQUEST, r -> r.setUseCase("a\nb")),
                fault("model", INVALID_REQUEST, r -> r.setModel("")),
                fault("model", INVALID_REQUEST, r -> r.setModel("m".repeat(129))),
                fault("auditReason", INVALID_REQUEST, r -> r.setAuditReason("x".repeat(2_001))),
                fault("sensitivity", INVALID_REQUEST, r -> r.setSensitivity(Sensitivity.UNKNOWN)),
                fault(
                        "allowedRegions[1]",
                        INVALID_REQUEST,
                        r -> r.setAllowedRegions(List.of("eu", "\t"))),
                fault(
                        "allowedRegions",
                        INVALID_REQUEST,
                        r -> r.setAllowedRegions(Collections.nCopies(101, "eu"))),
                fault(
                        "metadata",
                        INVALID_REQUEST,
                        r -> r.setMetadata(Map.of("k", "v".repeat(16 * 1024)))),
                fault("messages", INVALID_REQUEST, r -> r.setMessages(List.of())),
                fault(
                        "messages",
                        INVALID_REQUEST,
                        r -> r.setMessages(Collections.nCopies(10_001, text(Role.USER, "x")))),
                fault(
                        "messages[0].role",
                        INVALID_REQUEST,
                        r -> r.setMessages(List.of(text(Role.UNKNOWN, "x")))),
                fault(
                        "messages[0].name",
                        INVALID_REQUEST,
                        r -> r.getMessages().getFirst().setName("a\u0007")),
                fault(
                        "messages[0].parts",
                        INVALID_REQUEST,
                        r -> r.getMessages().getFirst().setParts(List.of())),
                fault(
                        "messages[0].parts[0].text",
                        INVALID_REQUEST,
                        r -> r.setMessages(List.of(text(Role.USER, "")))),
                part("", Role.SYSTEM, new ImagePart("image/png", BYTES, null, "auto")),
                part("", Role.USER, new ToolCallPart("c", "f", "{}")),
                part("", Role.ASSISTANT, new DocumentPart("text/plain", "", BYTES, null)),
                part("", Role.TOOL, new TextPart("x")),
                part("", Role.USER, new ImagePart("image/png", null, null, "auto")),
                part("", Role.USER, new ImagePart("image/png", BYTES, "https://a/b", "auto")),
                part(
                        ".data",
                        Role.USER,
                        new ImagePart("image/png", ByteBuffer.allocate(0), null, "auto")),
                part(".uri", Role.USER, new ImagePart("image/png", null, "not a uri", "auto")),
                part(".mediaType", Role.USER, new ImagePart("png", BYTES, null, "auto")),
                part("", Role.USER, new DocumentPart("text/plain", "", BYTES, "https://a/b")),
                part(".uri", Role.USER, new DocumentPart("text/plain", "", null, "/etc/passwd")),
                part(".id", Role.ASSISTANT, new ToolCallPart("", "f", "{}")),
                part(".name", Role.ASSISTANT, new ToolCallPart("c", "f g", "{}")),
                part(".arguments", Role.ASSISTANT, new ToolCallPart("c", "f", "[]")),
                part(".id", Role.TOOL, new ToolResultPart("", "x", false)),
                sampling("temperature", s -> s.setTemperature(2.001)),
                sampling("temperature", s -> s.setTemperature(Double.NaN)),
                sampling("topP", s -> s.setTopP(-0.001)),
                sampling("presencePenalty", s -> s.setPresencePenalty(Double.POSITIVE_INFINITY)),
                sampling("frequencyPenalty", s -> s.setFrequencyPenalty(-2.5)),
                sampling("stop", s -> s.setStop(Collections.nCopies(17, "x"))),
                sampling("stop[0]", s -> s.setStop(List.of(""))),
                fault("maxOutputTokens", PARAMETER_OUT_OF_RANGE, r -> r.setMaxOutputTokens(0)),
                fault("priority", PARAMETER_OUT_OF_RANGE, r -> r.setPriority(Integer.MIN_VALUE)),
                fault("maxCostNanoUsd", PARAMETER_OUT_OF_RANGE, r -> r.setMaxCostNanoUsd(-1L)),
                fault("strategy", INVALID_REQUEST, r -> r.setStrategy(Strategy.UNKNOWN)),
                fault(
                        "unknownOutcome",
                        INVALID_REQUEST,
                        r -> r.setUnknownOutcome(UnknownOutcomePolicy.UNKNOWN)),
                fault(
                        "fallback.maxAttempts",
                        PARAMETER_OUT_OF_RANGE,
                        r -> r.setFallback(new FallbackPolicy(false, false, false, -1))),
                fault("deadline", DEADLINE, r -> r.setDeadline(SUBMITTED_AT)),
                fault(
                        "deadline",
                        DEADLINE,
                        r -> r.setDeadline(SUBMITTED_AT.plus(Duration.ofDays(7)).plusMillis(1))),
                format("kind", new ResponseFormat(ResponseKind.UNKNOWN, "", null, true, 0)),
                format("schema", new ResponseFormat(ResponseKind.JSON_SCHEMA, "", null, true, 0)),
                format(
                        "schema",
                        new ResponseFormat(ResponseKind.JSON_SCHEMA, "", "{\"a\": }", true, 0)),
                format("name", new ResponseFormat(ResponseKind.TEXT, "a b", null, true, 0)),
                fault(
                        "responseFormat.maxRepairs",
                        PARAMETER_OUT_OF_RANGE,
                        r ->
                                r.setResponseFormat(
                                        new ResponseFormat(ResponseKind.TEXT, "", null, true, 6))),
                tools("tools[0].name", new Tool("", "", "{}")),
                tools("tools[0].name", new Tool("auto", "", "{}")),
                tools("tools[1].name", new Tool("f", "", "{}"), new Tool("f", "", "{}")),
                tools("tools[0].parameters", new Tool("f", "", "{} {}")),
                fault(
                        "tools",
                        INVALID_REQUEST,
                        r -> r.setTools(Collections.nCopies(129, new Tool("f", "", "{}")))),
                fault("toolChoice", INVALID_REQUEST, r -> r.setToolChoice("g")),
                fault("toolChoice", INVALID_REQUEST, r -> r.setToolChoice("required")),
                fault("replyTopic", REPLY_TOPIC, r -> r.setReplyTopic("llm.journal")),
                fault("replyTopic", REPLY_TOPIC, r -> r.setReplyTopic("llm.responses.")),
                fault("replyTopic", REPLY_TOPIC, r -> r.setReplyTopic("llm.responses.missing")),
                fault("replyTopic", REPLY_TOPIC, r -> r.setReplyTopic("llm.responses.secret")),
                fault("replyTopic", REPLY_TOPIC, r -> r.setReplyTopic("llm.responses.narrow")));
    }

    private DynamicTest fault(String field, ErrorType type, Consumer<LlmRequest> change) {
        var request = Requests.valid("r-1", "legal");
        change.accept(request);
        var rejected = bench.rejected(request);
        return DynamicTest.dynamicTest(
                field + " " + rejected.problems().getFirst().getMessage(),
                () -> {
                    assertThat(rejected.problems()).hasSize(1);
                    assertThat(rejected.problems().getFirst().getType()).isEqualTo(type);
                    assertThat(rejected.problems().getFirst().getField()).isEqualTo(field);
                    assertThat(rejected.replyTopic()).isEqualTo("llm.responses");
                });
    }

    private DynamicTest part(String field, Role role, Object part) {
        var message = new Message(role, List.of(part), "");
        return fault(
                "messages[0].parts[0]" + field,
                INVALID_REQUEST,
                request -> request.setMessages(List.of(message)));
    }

    private DynamicTest sampling(String field, Consumer<Sampling> change) {
        var sampling = Sampling.newBuilder().build();
        change.accept(sampling);
        return fault(
                "sampling." + field,
                PARAMETER_OUT_OF_RANGE,
                request -> request.setSampling(sampling));
    }

    private DynamicTest format(String field, ResponseFormat format) {
        return fault(
                "responseFormat." + field,
                INVALID_REQUEST,
                request -> request.setResponseFormat(format));
    }

    private DynamicTest tools(String field, Tool... tools) {
        return fault(field, INVALID_REQUEST, request -> request.setTools(List.of(tools)));
    }

    @Test
    void listsEveryProblemAtOnce() {
        var request = Requests.valid("", "nobody");
        request.setModel("");
        request.setMessages(List.of());
        request.setPriority(500);
        request.setDeadline(SUBMITTED_AT.minusSeconds(1));
        request.setReplyTopic("elsewhere");

        var rejected = bench.rejected(request);

        assertThat(rejected.problems())
                .extracting(problem -> problem.getField())
                .containsExactlyInAnyOrder(
                        "requestId",
                        "department",
                        "model",
                        "messages",
                        "priority",
                        "deadline",
                        "replyTopic");
        assertThat(rejected.lane()).isZero();
    }

    @Test
    void countsTheProblemsThatItDoesNotList() {
        var request = Requests.valid("r-1", "legal");
        request.setMessages(Collections.nCopies(1_000, text(Role.USER, "")));

        var problems = bench.rejected(request).problems();

        assertThat(problems).hasSize(Problems.LISTED_MAX + 1);
        assertThat(problems.getLast().getMessage()).isEqualTo("and 950 more");
    }

    @Test
    void answersAnInvalidRequestOnItsOwnValidReplyTopic() {
        var request = Requests.valid("r-1", "legal");
        request.setReplyTopic("llm.responses.team");
        request.setPriority(101);

        assertThat(bench.rejected(request).replyTopic()).isEqualTo("llm.responses.team");
    }

    @Test
    void refusesWhatIsLargerThanARequestMayBe() {
        var submitted =
                bench.submitted(Requests.valid("r-1", "legal"), Bench.LIMITS.requestBytes() + 1);

        var rejected = (Submission.Rejected) bench.judge(submitted, bench.freshViews());

        assertThat(rejected.problems())
                .extracting(problem -> problem.getType())
                .containsExactly(TOO_LARGE);
    }

    @Test
    void asksForAFreshViewBeforeItRefusesAName() {
        var request = Requests.valid("r-1", "nobody");
        request.setReplyTopic("llm.responses.unseen");
        request.setPriority(101);

        var unseen =
                (Submission.NeedsFreshView)
                        bench.judge(bench.submitted(request), bench.staleViews());

        assertThat(unseen.department()).contains("nobody");
        assertThat(unseen.replyTopic()).contains("llm.responses.unseen");
    }

    @Test
    void looksNothingUpForNamesThatCannotExist() {
        var request = Requests.valid("r-1", "NOBODY");
        request.setReplyTopic("llm.jobs.accepted");

        assertThat(bench.judge(bench.submitted(request), bench.staleViews()))
                .isInstanceOf(Submission.Rejected.class);
    }

    @Test
    void asksForAFreshViewOfARetiredDepartmentToo() {
        var request = Requests.valid("r-1", "closed");

        assertThat(bench.judge(bench.submitted(request), bench.staleViews()))
                .isInstanceOf(Submission.NeedsFreshView.class);
        assertThat(bench.rejected(request).lane()).isEqualTo(9);
    }
}
