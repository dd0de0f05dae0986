package io.quaestor.router.attempt;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.FinishReason;
import io.quaestor.event.HandedBack;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Problem;
import io.quaestor.event.Repair;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.event.TextPart;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Flaw;
import io.quaestor.router.shape.Shape;
import io.quaestor.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a reply that has not the form that was asked for. */
class RepairSettlementTest {
    private static final Shape MISSED =
            new Shape.Missed(List.of(new Flaw("/city", Replies.REPLY + " is no city")), true);

    private final Settlement settlement =
            new Settlement(new Envelope(Stage.ATTEMPT, "w1"), new RetryPolicy(_ -> 100_000));

    @Test
    void handsTheJobBackWithTheReplyAndItsFlawsAndWithoutItsHold() {
        var decided = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
        assertThat(finished.getBilling()).isEqualTo(Billing.BILLED);
        assertThat(finished.getUsage().getOutput()).isEqualTo(200);
        assertThat(finished.getCost().getTotalNanoUsd()).isEqualTo(500_000);
        assertThat(finished.getError().getType()).isEqualTo(ErrorType.SCHEMA_VIOLATION);
        assertThat(event(decided, HandedBack.class))
                .isEqualTo(new HandedBack(1, false, ErrorType.SCHEMA_VIOLATION, NOW));
        var token = returned(decided);
        assertThat(token.getKeepsHold()).isFalse();
        assertThat(token.getNotBefore()).isEqualTo(NOW);
        var progress = token.getProgress();
        assertThat(progress.getRepairs()).isEqualTo(1);
        assertThat(progress.getRepair())
                .isEqualTo(
                        new Repair(
                                Replies.REPLY + " text",
                                List.of("/city: " + Replies.REPLY + " is no city")));
        assertThat(progress.getCostNanoUsd()).isEqualTo(500_000);
        assertThat(progress.getTried().getFirst().getBilled()).isTrue();
    }

    @Test
    void repairsAReplyWithoutUsageAndChargesItsBound() {
        var decided = settle(job(1), said(Optional.empty()), MISSED);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getBilling()).isEqualTo(Billing.UNKNOWN);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
        assertThat(finished.getCost().getEstimated()).isTrue();
        assertThat(returned(decided).getProgress().getCostNanoUsd())
                .isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(returned(decided).getKeepsHold()).isFalse();
    }

    @Test
    void answersTheRepairedReplyWithEveryAttemptAndTheSumOfTheirCosts() {
        var first = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        var second = settle(routedAgain(first), said(Optional.of(Replies.usage())), met());
        var response = answered(second);
        assertThat(response.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(response.getJson()).isEqualTo("{\"city\":\"Trier\"}");
        assertThat(response.getCost().getTotalNanoUsd()).isEqualTo(500_000);
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(1_000_000);
        var route = Samples.route("haiku", "sim-aws");
        assertThat(response.getReceipt().getAttempts())
                .containsExactly(
                        new AttemptSummary(1, route, "SCHEMA_VIOLATION", true),
                        new AttemptSummary(2, route, "SUCCEEDED", true));
    }

    @Test
    void failsWithTheLastTextAndItsFlawsWhenNoRepairIsLeft() {
        var first = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        var second = settle(routedAgain(first), said(Optional.of(Replies.usage())), MISSED);
        var response = answered(second);
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.SCHEMA_VIOLATION);
        assertThat(response.getError().getProblems())
                .containsExactly(
                        new Problem(
                                ErrorType.SCHEMA_VIOLATION,
                                "/city",
                                Replies.REPLY + " is no city"));
        assertThat(response.getContent()).isEqualTo(Replies.REPLY + " text");
        assertThat(response.getJson()).isNull();
        assertThat(response.getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(1_000_000);
        assertThat(response.getReceipt().getAttempts())
                .extracting(AttemptSummary::getOutcome)
                .containsExactly("SCHEMA_VIOLATION", "SCHEMA_VIOLATION");
    }

    @Test
    void writesNoReplyAndNoFlawIntoTheJournal() {
        var first = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        var last = settle(job(0), said(Optional.of(Replies.usage())), MISSED);
        var events = new ArrayList<>(first.events());
        events.addAll(last.events());
        events.add(((Decided.Answered) last.next()).terminal());
        for (var event : events) {
            assertThat(Samples.encoded(event))
                    .doesNotContain(Samples.PROMPT, Replies.REPLY, "/city");
        }
        assertThat(((JobFinished) events.getLast().getEvent()).getTerminal().getError().getType())
                .isEqualTo(ErrorType.SCHEMA_VIOLATION);
    }

    @Test
    void asksNotAgainWhenTheOutputLimitCutTheReplyAndSaysSo() {
        var cut =
                new ProviderReply.Completed(
                        "{\"city",
                        List.of(),
                        FinishReason.LENGTH,
                        "max_tokens",
                        Optional.of(Replies.usage()),
                        Replies.ORIGIN);
        var error = answered(settle(job(1), cut, MISSED)).getError();
        assertThat(error.getType()).isEqualTo(ErrorType.SCHEMA_VIOLATION);
        assertThat(error.getMessage()).contains("the output limit of 500 tokens cut it");
    }

    @Test
    void asksNotAgainWhenNoAttemptOrNoTimeIsLeft() {
        var said = said(Optional.of(Replies.usage()));
        var tired = job(1);
        tired.getProgress().setAttempts(RetryPolicy.MAX_ATTEMPTS - 1);
        assertThat(answered(settle(tired, said, MISSED)).getStatus()).isEqualTo(JobStatus.FAILED);
        var frugal = job(1);
        var once = FallbackPolicy.newBuilder().setMaxAttempts(1).build();
        frugal.getJob().getRequest().setFallback(once);
        assertThat(answered(settle(frugal, said, MISSED)).getStatus()).isEqualTo(JobStatus.FAILED);
        var late = job(1);
        late.getJob().setDeadline(NOW);
        assertThat(answered(settle(late, said, MISSED)).getStatus()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void asksNotAgainWhenTheTokenHasNoRoomForTheReply() {
        var job = job(1);
        var request = job.getJob().getRequest();
        var part = new TextPart("x".repeat(Topics.MAX_INTERNAL_BYTES - 16 * 1024 - 300));
        request.getMessages().getFirst().setParts(List.of(part));
        var response = answered(settle(job, said(Optional.of(Replies.usage())), MISSED));
        assertThat(response.getError().getType()).isEqualTo(ErrorType.SCHEMA_VIOLATION);
    }

    @Test
    void keepsTheRepairThroughAThrottledAndAnUnknownCall() {
        var first = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        var again = routedAgain(first);
        var repair = again.getProgress().getRepair();
        assertThat(repair).isNotNull();
        var throttled = settle(again, Replies.throttled(Optional.empty()), Shape.NOT_ASKED);
        assertThat(returned(throttled).getProgress().getRepair()).isEqualTo(repair);
        assertThat(returned(throttled).getProgress().getRepairs()).isEqualTo(1);
        var unknown = settlement.unknown(again, NOW);
        assertThat(returned(unknown).getProgress().getRepair()).isEqualTo(repair);
    }

    @Test
    void numbersItsEventsWithoutAGap() {
        var decided = settle(job(1), said(Optional.of(Replies.usage())), MISSED);
        assertThat(decided.events())
                .extracting(JournalEvent::getEventNumber)
                .containsExactly(Samples.EVENTS_BEFORE + 2, Samples.EVENTS_BEFORE + 3);
        assertThat(returned(decided).getEventCount()).isEqualTo(Samples.EVENTS_BEFORE + 3);
    }

    private Decided settle(RoutedJob job, ProviderReply reply, Shape shape) {
        var prices = SampleCatalog.legal().prices();
        return settlement.settled(job, Replies.ended(reply, shape), prices, NOW, 0.5);
    }

    private static ProviderReply said(Optional<UsageReading> usage) {
        return Replies.completed(Replies.REPLY + " text", usage, Replies.ORIGIN);
    }

    private static Shape met() {
        return new Shape.Met("{\"city\":\"Trier\"}");
    }

    private static RoutedJob job(int maxRepairs) {
        var request = Samples.request("r1");
        request.setResponseFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "", "{}", true, maxRepairs));
        return Samples.routed(Samples.job(request, 1));
    }

    /** As admission would. */
    private static RoutedJob routedAgain(Decided handedBack) {
        var token = returned(handedBack);
        var routed = Samples.routed(token.getJob());
        routed.setDispatch(token.getDispatch() + 1);
        routed.setProgress(token.getProgress());
        routed.setEventCount(token.getEventCount() + 1);
        return routed;
    }

    private static LlmResponse answered(Decided decided) {
        return ((Decided.Answered) decided.next()).response();
    }

    private static ReturnedJob returned(Decided decided) {
        return (ReturnedJob) ((Decided.HandedOn) decided.next()).token();
    }

    private static <T> T event(Decided decided, Class<T> type) {
        return decided.events().stream()
                .map(JournalEvent::getEvent)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type));
    }
}
