package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.topic.DeadLetterTopic;
import io.quaestor.cli.topic.StoredLetter;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import io.quaestor.journey.SimulatorStats.Call;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where a whole stack stops: rates of providers, windows and filters of models, sizes, bytes that
 * nobody can read.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.BEFORE_CHANGES)
@TestInstance(Lifecycle.PER_CLASS)
class LimitsIT {
    private static final String DEPARTMENT = "limits";

    /** Enough for some seconds at the rates of the catalogue. */
    private static final int JOBS = 16;

    private static final double CALLS_PER_SECOND = 240 / 60.0;
    private static final double TOKENS_PER_SECOND = 24_000 / 60.0;

    /**
     * A bucket lets a second's worth go at once; on a busy machine a call that was let go may
     * arrive with those of the second and a half after it. All at once they are four seconds'
     * worth.
     */
    private static final double AHEAD_SECONDS = 2.5;

    private final JourneyStack stack;
    private final Submissions submissions;
    private final SimulatorStats simulator;

    LimitsIT(JourneyStack stack) {
        this.stack = stack;
        submissions = new Submissions(stack, "limits-");
        simulator = new SimulatorStats(stack.simulatorUrl());
    }

    @AfterAll
    void stop() {
        submissions.close();
    }

    @Test
    void keepsTheRatesOfAProviderAndFailsNothing() {
        // As long as the estimate is no less than the usage, not even calls that are open exceed
        // it.
        var padding = "[[sim:usage=90,50]] " + "x".repeat(400) + " ";
        for (int i = 0; i < JOBS; i++) {
            submissions.publish(submissions.request("calls-" + i, DEPARTMENT, "calls", ""));
            submissions.publish(submissions.request("tokens-" + i, DEPARTMENT, "tokens", padding));
        }

        var answers = submissions.answersOf("calls-", JOBS);
        var metered = submissions.answersOf("tokens-", JOBS);

        assertThat(answers).allMatch(LimitsIT::succeededAtOnce);
        assertThat(metered).allMatch(LimitsIT::succeededAtOnce);
        var calls = simulator.answered("calls-1");
        var meteredCalls = simulator.answered("tokens-1");
        assertThat(calls).hasSize(JOBS);
        assertThat(meteredCalls).hasSize(JOBS).allMatch(call -> call.tokens() == 140);
        keepsTo(CALLS_PER_SECOND, calls, _ -> 1);
        keepsTo(TOKENS_PER_SECOND, meteredCalls, Call::tokens);
    }

    private static boolean succeededAtOnce(LlmResponse answer) {
        return answer.getStatus() == JobStatus.SUCCEEDED
                && answer.getReceipt().getAttempts().size() == 1;
    }

    /** In every window between two calls no more than the rate allows, and the last call. */
    private static void keepsTo(double perSecond, List<Call> calls, ToLongFunction<Call> amount) {
        for (int from = 0; from < calls.size(); from++) {
            long taken = 0;
            for (var call : calls.subList(from, calls.size())) {
                var window = Duration.between(calls.get(from).arrivedAt(), call.arrivedAt());
                assertThat((double) taken)
                        .as("%s from call %d", window, from)
                        .isLessThanOrEqualTo(perSecond * (window.toMillis() / 1e3 + AHEAD_SECONDS));
                taken += amount.applyAsLong(call);
            }
        }
    }

    @Test
    void goesOnToALargerWindowWhenAPromptDoesNotFit() {
        var overflow = "[[sim:error=400,type=context_length_exceeded,model=%s]] ";

        var larger =
                submissions.ask(
                        submissions.request(
                                "window-1", DEPARTMENT, "growing", overflow.formatted("small-*")));
        var none =
                submissions.ask(
                        submissions.request(
                                "window-2", DEPARTMENT, "growing", overflow.formatted("*")));

        assertThat(larger.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(larger.getRoute().getModel()).isEqualTo("large@sim-oai");
        assertThat(outcomes(larger)).containsExactly("CONTEXT_TOO_LONG", "SUCCEEDED");
        assertThat(none.getError().getType()).isEqualTo(ErrorType.CONTEXT_TOO_LONG);
        assertThat(outcomes(none)).containsExactly("CONTEXT_TOO_LONG", "CONTEXT_TOO_LONG");
    }

    @Test
    void goesOnAfterAContentFilterOnlyWhereTheRequestSaysSo() {
        var filtered = "[[sim:error=400,type=content_filter,model=small-*]] ";
        var stays = submissions.request("filter-1", DEPARTMENT, "growing", filtered);
        var goesOn = submissions.request("filter-2", DEPARTMENT, "growing", filtered);
        goesOn.getFallback().setOnContentFilter(true);

        var refused = submissions.ask(stays);
        var answered = submissions.ask(goesOn);

        assertThat(refused.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(refused.getError().getType()).isEqualTo(ErrorType.CONTENT_FILTERED);
        assertThat(outcomes(refused)).containsExactly("CONTENT_FILTERED");
        assertThat(answered.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(outcomes(answered)).containsExactly("CONTENT_FILTERED", "SUCCEEDED");
    }

    private static List<String> outcomes(LlmResponse answer) {
        return answer.getReceipt().getAttempts().stream().map(AttemptSummary::getOutcome).toList();
    }

    @Test
    void keepsWhatNobodyCanReadAndGoesOn() {
        var lane =
                submissions
                        .ask(submissions.request("before-1", DEPARTMENT, "growing", ""))
                        .getReceipt()
                        .getLane();

        byte[] garbage = {7, 7, 7, 7, 7, 7, 7};
        submissions.publish("limits-garbage", garbage);
        submissions.send(Lanes.record(Topics.ACCEPTED, lane, "limits-garbage", garbage));
        var after = submissions.ask(submissions.request("after-1", DEPARTMENT, "growing", ""));

        assertThat(after.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        Await.until("two dead letters", () -> letters().size() >= 2);
        assertThat(letters())
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(garbage))
                .extracting(StoredLetter::topic)
                .containsExactlyInAnyOrder(Topics.REQUESTS, Topics.ACCEPTED);
    }

    private List<StoredLetter> letters() {
        var letters = new ArrayList<StoredLetter>();
        new DeadLetterTopic(stack.kafka()).each(letters::add);
        letters.removeIf(letter -> !letter.keyText().equals("limits-garbage"));
        return letters;
    }

    @Test
    void carriesAsLargeARequestAsItTakesAndNoLargerOne() throws Exception {
        var largest = sized("size-1", Topics.MAX_REQUEST_BYTES);
        var tooLarge = sized("size-2", Topics.MAX_REQUEST_BYTES + 1);
        int calls = simulator.calls("large-1");

        var answered = submissions.ask(largest);
        var refused = submissions.ask(tooLarge);

        assertThat(answered.getStatus())
                .as("%s", answered.getError())
                .isEqualTo(JobStatus.SUCCEEDED);
        assertThat(answered.getUsage().getInput()).isGreaterThan(2_000_000);
        assertThat(simulator.calls("large-1")).isEqualTo(calls + 1);
        assertThat(refused.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(refused.getError().getProblems())
                .anySatisfy(
                        problem -> {
                            assertThat(problem.getType()).isEqualTo(ErrorType.TOO_LARGE);
                            assertThat(problem.getMessage())
                                    .contains(Integer.toString(Topics.MAX_REQUEST_BYTES));
                        });
        assertThat(statusOfABodyOf(Topics.MAX_REQUEST_BYTES + 1)).isEqualTo(413);
    }

    /** A request that has so many bytes on its topic. */
    private LlmRequest sized(String id, int bytes) {
        var request = submissions.request(id, DEPARTMENT, "growing", "");
        // Its length takes as many bytes as that of the text it will have.
        var text = "The roads were built. ".repeat(bytes / 22 - 50);
        setText(request, text);
        int missing = bytes - submissions.encode(Topics.REQUESTS, request).length;
        setText(request, text + "x".repeat(missing));
        assertThat(submissions.encode(Topics.REQUESTS, request)).hasSize(bytes);
        return request;
    }

    private static void setText(LlmRequest request, String text) {
        request.setMessages(List.of(new Message(Role.USER, List.of(new TextPart(text)), "")));
    }

    private int statusOfABodyOf(int bytes) throws Exception {
        var ingest = URI.create(stack.whole().local().service("request-ingest-1").url());
        try (var http = HttpClient.newHttpClient()) {
            var post =
                    HttpRequest.newBuilder(ingest.resolve("/v1/jobs"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                            .build();
            return http.send(post, BodyHandlers.discarding()).statusCode();
        }
    }
}
