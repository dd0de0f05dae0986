package io.quaestor.router.attempt;

import static io.quaestor.router.Samples.EVENTS_BEFORE;
import static io.quaestor.router.Samples.NOW;
import static io.quaestor.router.attempt.Replies.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Billing;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.CostLine;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.HandedBack;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Released;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.event.Terminal;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.UsageReading;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.provider.NotCalled;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettlementTest {
    private final Settlement settlement =
            new Settlement(new Envelope(Stage.ATTEMPT, "w1"), new RetryPolicy(_ -> 100_000));
    private final PriceBook prices = SampleCatalog.legal().prices();

    @Test
    void writesTheIntentOfACallWithItsNumberInTheRun() {
        var decided = settlement.started(Samples.routed(1), NOW);
        assertThat(decided.next()).isEqualTo(new Decided.Stays());
        var event = decided.events().getFirst();
        assertThat(event.getEventNumber()).isEqualTo(EVENTS_BEFORE + 1);
        assertThat(event.getEvent())
                .isEqualTo(new AttemptStarted(1, 1, Samples.route("haiku", "sim-aws"), 500));
    }

    @Test
    void answersASuccessWithContentUsageCostAndReceipt() {
        var decided = settle(Samples.routed(1), Replies.completed(Replies.usage()));
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(response.getContent()).isEqualTo(Replies.REPLY + " text");
        assertThat(response.getUsage().getInput()).isEqualTo(1_000);
        // 1000 x 250,000 + 200 x 1,250,000 pico-USD.
        assertThat(response.getCost().getTotalNanoUsd()).isEqualTo(500_000);
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(500_000);
        assertThat(response.getReceipt().getHoldNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(response.getReceipt().getEventId())
                .isEqualTo(answered(decided).terminal().getEventId());
        assertThat(response.getReceipt().getAttempts())
                .containsExactly(
                        new AttemptSummary(
                                1, Samples.route("haiku", "sim-aws"), "SUCCEEDED", true));
        assertThat(response.getTimings().getProviderMillis()).isEqualTo(250);
        assertThat(response.getTimings().getAdmittedAt()).isEqualTo(NOW.minusMillis(300));
    }

    @Test
    void chargesOddUsageExactly() {
        // Cached tokens beyond the input: the total did not include them.
        var odd = UsageReading.of(7, 11, 13, 3, 5);
        assertThat(odd).isInstanceOf(UsageReading.Widened.class);
        var decided = settle(Samples.routed(1), Replies.completed(odd));
        var cost = answered(decided).response().getCost();
        assertThat(cost.getLines())
                .extracting(CostLine::getMeter, CostLine::getQuantity)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ChargeMeter.INPUT, 7L),
                        org.assertj.core.groups.Tuple.tuple(ChargeMeter.CACHED_INPUT, 11L),
                        org.assertj.core.groups.Tuple.tuple(ChargeMeter.CACHE_WRITE, 13L),
                        org.assertj.core.groups.Tuple.tuple(ChargeMeter.OUTPUT, 3L),
                        org.assertj.core.groups.Tuple.tuple(ChargeMeter.REASONING, 5L));
        // 31 x 250,000 + 8 x 1,250,000 = 17,750,000 pico-USD.
        assertThat(cost.getTotalNanoUsd()).isEqualTo(17_750);
        assertThat(cost.getLines().stream().mapToLong(CostLine::getNanoUsd).sum())
                .isEqualTo(17_750);
        assertThat(cost.getEstimated()).isFalse();
    }

    @Test
    void answersAReplyWithoutUsageAsASuccessThatIsChargedTheBound() {
        var reply = Replies.completed("text", Optional.empty(), Replies.ORIGIN);
        var decided = settle(Samples.routed(1), reply);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(finished.getBilling()).isEqualTo(Billing.UNKNOWN);
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(response.getUsage()).isNull();
        assertThat(response.getCost().getEstimated()).isTrue();
        assertThat(response.getCost().getTotalNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(terminal(decided).getUnknownOutcomes()).isEqualTo(1);
    }

    @Test
    void marksTheCostOfAModelWithoutAPriceAsUnpricedAndNotAsNothing() {
        var none = SampleCatalog.empty().prices();
        var reply = Replies.completed(Replies.usage());
        var decided = settlement.settled(Samples.routed(1), ended(reply), none, NOW, 0.5);
        assertThat(answered(decided).response().getCost().getUnpriced()).isTrue();
    }

    @Test
    void handsAFastUnbilledFailureBackForTheNextCandidateAtOnce() {
        var job = withAlternative(Samples.routed(1));
        var reply = Replies.failed(ErrorType.OVERLOADED, true, Billing.UNBILLED);
        var decided = settle(job, reply);
        var token = returned(decided);
        assertThat(token.getKeepsHold()).isTrue();
        assertThat(token.getDispatch()).isEqualTo(job.getDispatch());
        assertThat(token.getHold()).isEqualTo(job.getHold());
        assertThat(token.getNotBefore()).isEqualTo(NOW);
        assertThat(token.getProgress().getTried())
                .containsExactly(new TriedRoute(job.getRoute(), 1, ErrorType.OVERLOADED, false));
        assertThat(event(decided, AttemptFinished.class).getBilling()).isEqualTo(Billing.UNBILLED);
        assertThat(event(decided, HandedBack.class).getKeepsHold()).isTrue();
    }

    @Test
    void failsWhatWouldFailAgainWithoutAnotherCandidateAndGivesTheHoldBack() {
        var reply = Replies.failed(ErrorType.OVERLOADED, false, Billing.UNBILLED);
        var decided = settle(Samples.routed(1), reply);
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.OVERLOADED);
        assertThat(response.getError().getProviderStatus()).isEqualTo(503);
        assertThat(response.getError().getMessage()).contains(Replies.REPLY);
        assertThat(event(decided, Released.class)).isEqualTo(new Released(1));
    }

    @Test
    void failsARefusalEvenWithAnotherCandidate() {
        var decided = settle(withAlternative(Samples.routed(1)), Replies.refused());
        var error = answered(decided).response().getError();
        assertThat(error.getType()).isEqualTo(ErrorType.PROVIDER_INVALID_REQUEST);
        assertThat(error.getRetryable()).isFalse();
        assertThat(terminal(decided).getReplayable()).isTrue();
    }

    @Test
    void neverRetriesAFailureThatMayBeBilledAndChargesItsBound() {
        var job = withAlternative(Samples.routed(1));
        var decided = settle(job, Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN));
        assertThat(answered(decided).response().getError().getType()).isEqualTo(ErrorType.TIMEOUT);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.UNKNOWN);
        assertThat(finished.getCost().getEstimated()).isTrue();
        assertThat(finished.getCost().getTotalNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(events(decided)).noneMatch(Released.class::isInstance);
    }

    @Test
    void answersABilledFailureWithItsUsageAndCost() {
        var reply =
                Replies.failed(
                        ErrorType.CONTENT_FILTERED,
                        false,
                        Billing.BILLED,
                        Optional.of(Replies.usage()));
        var decided = settle(Samples.routed(1), reply);
        var response = answered(decided).response();
        assertThat(response.getUsage().getOutput()).isEqualTo(200);
        assertThat(response.getCost().getTotalNanoUsd()).isEqualTo(500_000);
        assertThat(terminal(decided).getCostNanoUsd()).isEqualTo(500_000);
        assertThat(events(decided)).noneMatch(Released.class::isInstance);
    }

    @Test
    void sendsAThrottledJobToAnotherCandidateAtOnce() {
        var reply = Replies.throttled(Optional.of(Duration.ofSeconds(30)));
        var token = returned(settle(withAlternative(Samples.routed(1)), reply));
        assertThat(token.getNotBefore()).isEqualTo(NOW);
        assertThat(token.getProgress().getThrottled()).isZero();
    }

    @Test
    void bringsAThrottledJobWithoutAnotherCandidateBackAfterWhatTheProviderAsks() {
        var reply = Replies.throttled(Optional.of(Duration.ofSeconds(30)));
        var token = returned(settle(Samples.routed(1), reply));
        assertThat(token.getNotBefore()).isEqualTo(NOW.plusSeconds(30));
        assertThat(token.getKeepsHold()).isTrue();
        assertThat(token.getProgress().getThrottled()).isEqualTo(1);
    }

    @Test
    void expiresAJobBeforeItsCallAndGivesTheHoldBack() {
        var decided = settlement.expired(Samples.routed(1), NOW);
        assertThat(events(decided)).containsExactly(new Released(1));
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.EXPIRED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.DEADLINE);
        assertThat(terminal(decided).getAttempts()).isZero();
        assertThat(terminal(decided).getReplayable()).isFalse();
    }

    @Test
    void expiresAJobWhoseDeadlinePassedBetweenIntentAndCall() {
        var decided = settle(Samples.routed(1), NotCalled.afterItsDeadline());
        assertThat(answered(decided).response().getStatus()).isEqualTo(JobStatus.EXPIRED);
        assertThat(events(decided)).anyMatch(Released.class::isInstance);
        assertThat(terminal(decided).getCostNanoUsd()).isZero();
    }

    @Test
    void handsAJobOfUnknownOutcomeBackChargedItsBoundAndWithoutItsHold() {
        var decided = settlement.unknown(Samples.routed(1), NOW);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.UNKNOWN);
        assertThat(finished.getCost().getTotalNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(finished.getCost().getEstimated()).isTrue();
        assertThat(finished.getCost().getLines())
                .extracting(CostLine::getMeter)
                .containsExactly(ChargeMeter.ESTIMATE);
        var token = returned(decided);
        assertThat(token.getKeepsHold()).isFalse();
        assertThat(token.getProgress().getUnknownOutcomes()).isEqualTo(1);
        assertThat(token.getProgress().getCostNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
    }

    @Test
    void failsAJobOfUnknownOutcomeWhenItAsksForThat() {
        var job = Samples.routed(1);
        job.getJob().getRequest().setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
        var response = answered(settlement.unknown(job, NOW)).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
        assertThat(response.getReceipt().getUnknownOutcomes()).isEqualTo(1);
        assertThat(response.getCost().getEstimated()).isTrue();
    }

    @Test
    void estimatesAnUnknownOutcomeOfAnUnpricedHoldAsUnpriced() {
        var job = Samples.routed(1);
        job.getHold().setPriced(false);
        job.getHold().setBoundNanoUsd(0);
        var cost = event(settlement.unknown(job, NOW), AttemptFinished.class).getCost();
        assertThat(cost.getUnpriced()).isTrue();
        assertThat(cost.getEstimated()).isTrue();
    }

    @Test
    void reportsOnlyTheUsageOfACallThatEndedAfterItsLaneWasLost() {
        var ended = ended(Replies.completed(Replies.usage()));
        var decided = settlement.observed(Samples.routed(1), ended, prices, NOW).orElseThrow();
        assertThat(decided.next()).isEqualTo(new Decided.Stays());
        var event = decided.events().getFirst();
        assertThat(event.getEventNumber()).isZero();
        var observed = (UsageObserved) event.getEvent();
        assertThat(observed.getCost().getTotalNanoUsd()).isEqualTo(500_000);
        var unknown = ended(Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN));
        assertThat(settlement.observed(Samples.routed(1), unknown, prices, NOW)).isEmpty();
    }

    @Test
    void reportsThatACallWhichEndedLateCostNothing() {
        var unbilled = ended(Replies.throttled(Optional.empty()));
        var decided = settlement.observed(Samples.routed(1), unbilled, prices, NOW).orElseThrow();
        var observed = (UsageObserved) decided.events().getFirst().getEvent();
        assertThat(observed.getCost().getTotalNanoUsd()).isZero();
        assertThat(observed.getUsage().getInput()).isZero();
    }

    @Test
    void answersAJobThatIsCancelledBeforeItsCallAndGivesTheHoldBack() {
        var decided = settlement.cancelled(Samples.routed(1), NOW);
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.CANCELLED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.CANCELLED);
        assertThat(event(decided, Released.class)).isEqualTo(new Released(1));
        assertThat(decided.events()).hasSize(1);
    }

    @Test
    void chargesTheBoundOfAJobThatIsCancelledDuringItsCall() {
        var decided = settlement.cancelledInCall(Samples.routed(1), NOW);
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.CANCELLED);
        var finished = event(decided, AttemptFinished.class);
        assertThat(finished.getOutcome()).isEqualTo(AttemptOutcome.UNKNOWN);
        assertThat(finished.getCost().getTotalNanoUsd()).isEqualTo(Samples.BOUND_NANO_USD);
        assertThat(response.getCost().getEstimated()).isTrue();
    }

    @Test
    void countsTheUsageOfAJobThatIsCancelledBeforeTheEndOfItsCallIsWritten() {
        var ended = ended(Replies.completed(Replies.usage()));
        var decided = settlement.cancelled(Samples.routed(1), ended, prices, NOW);
        var response = answered(decided).response();
        assertThat(response.getStatus()).isEqualTo(JobStatus.CANCELLED);
        assertThat(response.getContent()).isNull();
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(500_000);
        assertThat(response.getReceipt().getAttempts()).hasSize(1);
        assertThat(event(decided, AttemptFinished.class).getOutcome())
                .isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    @Test
    void sendsAJobOfARouteOutOfServiceToAnotherAtOnceAndElseBackWhenAProbeIsDue() {
        var due = NOW.plusSeconds(7);
        var job = Samples.routed(1);
        var back = settlement.turnedBack(job, due, NOW, 0.5);
        var token = (ReturnedJob) ((Decided.HandedOn) back.next()).token();
        assertThat(token.getNotBefore()).isAfter(due);
        assertThat(token.getKeepsHold()).isTrue();
        assertThat(token.getProgress().getAttempts()).isZero();
        assertThat(token.getProgress().getTried())
                .containsExactly(new TriedRoute(job.getRoute(), 0, ErrorType.OVERLOADED, false));
        assertThat(token.getEventCount()).isEqualTo(Samples.EVENTS_BEFORE + 1);
        job.getAlternatives().add(Samples.route("mini", "sim-oai"));
        var elsewhere = settlement.turnedBack(job, due, NOW, 0.5);
        assertThat(((ReturnedJob) ((Decided.HandedOn) elsewhere.next()).token()).getNotBefore())
                .isEqualTo(NOW);
    }

    @Test
    void sendsAJobOfARouteOutOfServiceSoonToOneThatFailedItWhileInService() {
        var job = Samples.routed(1);
        var other = Samples.route("mini", "sim-oai");
        job.getAlternatives().add(other);
        var tried = new ArrayList<TriedRoute>();
        job.getProgress().setTried(tried);
        tried.add(new TriedRoute(other, 0, ErrorType.OVERLOADED, false));
        tried.add(new TriedRoute(other, 1, ErrorType.THROTTLED, true));
        assertThat(notBefore(job)).isAfter(NOW).isBefore(NOW.plusSeconds(2));

        tried.add(new TriedRoute(other, 0, ErrorType.OVERLOADED, false));
        assertThat(notBefore(job)).isAfter(NOW.plusSeconds(7));
    }

    private Instant notBefore(RoutedJob job) {
        var back = settlement.turnedBack(job, NOW.plusSeconds(7), NOW, 0.5);
        return ((ReturnedJob) handedOn(back)).getNotBefore();
    }

    @Test
    void keepsOnlyTheLastTimeThatARouteSentTheJobBackAndNoneInTheReceipt() {
        var job = Samples.routed(1);
        var back = (ReturnedJob) handedOn(settlement.turnedBack(job, NOW, NOW, 0.5));
        job.setProgress(back.getProgress());
        job.getProgress()
                .getTried()
                .add(new TriedRoute(Samples.route("mini", "q"), 1, ErrorType.THROTTLED, false));
        var again = (ReturnedJob) handedOn(settlement.turnedBack(job, NOW, NOW, 0.5));
        assertThat(again.getProgress().getTried())
                .extracting(TriedRoute::getAttempt)
                .containsExactly(1, 0);
        job.setProgress(again.getProgress());
        assertThat(answered(settlement.expired(job, NOW)).response().getReceipt().getAttempts())
                .hasSize(1);
    }

    private static Object handedOn(Decided decided) {
        return ((Decided.HandedOn) decided.next()).token();
    }

    @Test
    void endsAJobThatWouldRatherFailThanWaitForARouteOutOfService() {
        var job = Samples.routed(1);
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setRejectWhenUnavailable(true).build());
        var decided = settlement.turnedBack(job, NOW.plusSeconds(7), NOW, 0.5);
        assertThat(answered(decided).response().getError().getType())
                .isEqualTo(ErrorType.OVERLOADED);
        assertThat(event(decided, Released.class)).isEqualTo(new Released(1));
    }

    @Test
    void endsAJobOnWhichOurOwnCodeFailsWithAReference() {
        var uncalled = settlement.failedInternally(Samples.routed(1), false, "ab12", NOW);
        assertThat(answered(uncalled).response().getError().getMessage()).contains("ab12");
        assertThat(event(uncalled, Released.class)).isEqualTo(new Released(1));
        var called = settlement.failedInternally(Samples.routed(1), true, "ab12", NOW);
        assertThat(answered(called).response().getError().getType()).isEqualTo(ErrorType.INTERNAL);
        assertThat(event(called, AttemptFinished.class).getBilling()).isEqualTo(Billing.UNKNOWN);
    }

    @Test
    void givesCompactJsonWhereItWasAskedFor() {
        var job = Samples.routed(1);
        job.getJob().getRequest().setResponseFormat(json());
        var reply =
                Replies.completed("{ \"a\" : 1 }", Optional.of(Replies.usage()), Replies.ORIGIN);
        var decided = settle(job, reply, new Shape.Met("{\"a\":1}"));
        assertThat(answered(decided).response().getContent()).isEqualTo("{ \"a\" : 1 }");
        assertThat(answered(decided).response().getJson()).isEqualTo("{\"a\":1}");
    }

    static Stream<Arguments> everyPath() {
        var paths = new LinkedHashMap<String, ProviderReply>();
        paths.put("completed", Replies.completed(Replies.usage()));
        paths.put("no usage", Replies.completed(Replies.REPLY, Optional.empty(), Replies.ORIGIN));
        paths.put("tool call", Replies.toolCall());
        paths.put("throttled", Replies.throttled(Optional.empty()));
        paths.put("throttled too long", Replies.throttled(Optional.of(Duration.ofDays(7))));
        paths.put("refused", Replies.refused());
        paths.put("unbilled", Replies.failed(ErrorType.OVERLOADED, true, Billing.UNBILLED));
        paths.put("may be billed", Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN));
        paths.put(
                "billed",
                Replies.failed(
                        ErrorType.CONTENT_FILTERED,
                        false,
                        Billing.BILLED,
                        Optional.of(Replies.usage())));
        paths.put("too late", NotCalled.afterItsDeadline());
        return paths.entrySet().stream()
                .flatMap(
                        path ->
                                Stream.of(false, true)
                                        .map(
                                                other ->
                                                        Arguments.of(
                                                                path.getKey(),
                                                                path.getValue(),
                                                                other)));
    }

    @ParameterizedTest(name = "{0}, another candidate: {2}")
    @MethodSource("everyPath")
    void numbersEventsWithoutAGapAndCountsThemOnEveryPath(
            String name, ProviderReply reply, boolean another) {
        var job = another ? withAlternative(Samples.routed(1)) : Samples.routed(1);
        checkNumbers(EVENTS_BEFORE + 2, settle(job, reply));
    }

    @Test
    void numbersEventsWithoutAGapWhereNoCallOfOursEnded() {
        var failing = Samples.routed(1);
        failing.getJob().getRequest().setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
        checkNumbers(EVENTS_BEFORE + 2, settlement.unknown(Samples.routed(1), NOW));
        checkNumbers(EVENTS_BEFORE + 2, settlement.unknown(failing, NOW));
        checkNumbers(EVENTS_BEFORE + 1, settlement.expired(Samples.routed(1), NOW));
        checkNumbers(EVENTS_BEFORE + 1, settlement.started(Samples.routed(1), NOW));
    }

    @ParameterizedTest(name = "{0}, another candidate: {2}")
    @MethodSource("everyPath")
    void writesNoPromptAndNoReplyIntoTheJournalOnAnyPath(
            String name, ProviderReply reply, boolean another) {
        var job = another ? withAlternative(Samples.routed(1)) : Samples.routed(1);
        assertThat(Samples.PROMPT).isSubstringOf(job.toString());
        for (var event : allEvents(settle(job, reply))) {
            assertThat(Samples.encoded(event)).doesNotContain(Samples.PROMPT, Replies.REPLY);
        }
        settlement
                .observed(job, ended(reply), prices, NOW)
                .ifPresent(
                        late ->
                                assertThat(Samples.encoded(late.events().getFirst()))
                                        .doesNotContain(Samples.PROMPT, Replies.REPLY));
    }

    @ParameterizedTest(name = "{0}, another candidate: {2}")
    @MethodSource("everyPath")
    void marksEverythingAboutASimulatedRoute(String name, ProviderReply reply, boolean another) {
        var job = another ? withAlternative(Samples.routed(1)) : Samples.routed(1);
        job.setRoute(Samples.simulated(job.getRoute()));
        checkSimulated(settlement.started(job, NOW));
        checkSimulated(settle(job, reply));
        checkSimulated(settlement.unknown(job, NOW));
        checkSimulated(settlement.expired(job, NOW));
        settlement.observed(job, ended(reply), prices, NOW).ifPresent(this::checkSimulated);
    }

    @Test
    void marksAReplyThatSaysItIsSimulatedWhateverTheCatalogueSays() {
        var reply = Replies.completed("text", Optional.of(Replies.usage()), Replies.STAND_IN);
        checkSimulated(settle(Samples.routed(1), reply));
    }

    @Test
    void decidesTheSameAgainAfterAnAbort() {
        var job = Samples.routed(1);
        var ended = ended(Replies.throttled(Optional.empty()));
        assertThat(settlement.settled(job, ended, prices, NOW, 0.3))
                .isEqualTo(settlement.settled(job, ended, prices, NOW, 0.3));
    }

    private Decided settle(RoutedJob job, ProviderReply reply) {
        return settle(job, reply, Shape.NOT_ASKED);
    }

    private Decided settle(RoutedJob job, ProviderReply reply, Shape shape) {
        return settlement.settled(job, ended(reply, shape), prices, NOW, 0.5);
    }

    private static RoutedJob withAlternative(RoutedJob job) {
        job.getAlternatives().add(Samples.route("mini", "sim-oai"));
        return job;
    }

    private static ResponseFormat json() {
        return ResponseFormat.newBuilder().setKind(ResponseKind.JSON_OBJECT).build();
    }

    private static Decided.Answered answered(Decided decided) {
        return (Decided.Answered) decided.next();
    }

    private static ReturnedJob returned(Decided decided) {
        return (ReturnedJob) ((Decided.HandedOn) decided.next()).token();
    }

    private static Terminal terminal(Decided decided) {
        return ((JobFinished) answered(decided).terminal().getEvent()).getTerminal();
    }

    private static List<Object> events(Decided decided) {
        return decided.events().stream().map(JournalEvent::getEvent).toList();
    }

    private static <T> T event(Decided decided, Class<T> type) {
        return events(decided).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type));
    }

    private static List<JournalEvent> allEvents(Decided decided) {
        var all = new ArrayList<>(decided.events());
        if (decided.next() instanceof Decided.Answered(_, _, var terminal)) {
            all.add(terminal);
        }
        return all;
    }

    private static void checkNumbers(int first, Decided decided) {
        var all = allEvents(decided);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).getEventNumber()).isEqualTo(first + i);
            assertThat(all.get(i).getEventId()).endsWith("/" + (first + i));
        }
        int last = first + all.size() - 1;
        switch (decided.next()) {
            case Decided.Answered _ ->
                    assertThat(terminal(decided).getEventCount()).isEqualTo(last);
            case Decided.HandedOn _ ->
                    assertThat(returned(decided).getEventCount()).isEqualTo(last);
            case Decided.Stays _ -> {}
        }
    }

    private void checkSimulated(Decided decided) {
        assertThat(allEvents(decided)).allMatch(JournalEvent::getSimulated);
        if (decided.next() instanceof Decided.Answered(_, LlmResponse response, _)) {
            assertThat(response.getSimulated()).isTrue();
        }
    }
}
