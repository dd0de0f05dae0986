package io.quaestor.spend.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.Charge;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.Released;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.Department;
import io.quaestor.spend.fold.Events.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole lives of jobs, interleaved, with restarts and repeated reads, against a naive sum over the
 * finished list of events that knows nothing of state.
 */
class RandomLaneFoldTest {

    private static final int JOBS = 150;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void totalsAreTheNaiveSumsAndChargesAddUpToThem(long seed) {
        var random = new Random(seed);
        var journal = interleaved(random);
        var ledger = new Ledger();

        foldWithAccidents(ledger, journal, random);

        var naive = Naive.of(journal);
        assertThat(ledger.unfoldable).isEmpty();
        naive.totals.forEach(
                (key, total) ->
                        assertThat(ledger.book().total(key).orElseThrow().tally())
                                .as("seed %d key %s", seed, key)
                                .satisfies(
                                        tally -> {
                                            assertThat(tally.held()).isZero();
                                            assertThat(tally.settled()).isEqualTo(total.settled);
                                            assertThat(tally.estimated())
                                                    .isEqualTo(total.estimated);
                                            assertThat(tally.attempts()).isEqualTo(total.attempts);
                                        }));
        assertThat(chargedByDispatch(ledger.charges)).isEqualTo(naive.settled);
        assertThat(ledger.charges).extracting(Charge::getChargeId).doesNotHaveDuplicates();
        assertThat(ledger.budgetEvents).extracting(BudgetEvent::getEventId).doesNotHaveDuplicates();
        assertThat(ledger.budgetEvents)
                .extracting(BudgetEvent::getKind)
                .contains(BudgetEventKind.BREACHED, BudgetEventKind.RESTORED);
        assertThat(ledger.book().hasOpenHolds()).isFalse();
    }

    /** Restarts in the middle, and reads again what was read. */
    private static void foldWithAccidents(
            Ledger ledger, List<JournalEvent> journal, Random random) {
        for (int offset = 0; offset < journal.size(); offset++) {
            ledger.foldAt(offset, journal.get(offset));
            if (random.nextInt(20) == 0) {
                ledger.book().flush();
            }
            if (random.nextInt(50) == 0) {
                ledger.restart();
                int again = Math.max(0, offset - random.nextInt(5));
                for (int before = again; before <= offset; before++) {
                    ledger.foldAt(before, journal.get(before));
                }
            }
        }
    }

    private static Map<HoldId, Long> chargedByDispatch(List<Charge> charges) {
        return charges.stream()
                .collect(
                        Collectors.groupingBy(
                                charge ->
                                        new HoldId(
                                                charge.getJobId(),
                                                charge.getRun(),
                                                charge.getDispatch()),
                                Collectors.summingLong(Charge::getBilledCostNanoUsd)));
    }

    private static List<JournalEvent> interleaved(Random random) {
        var lives = new ArrayList<List<JournalEvent>>();
        for (int i = 0; i < JOBS; i++) {
            lives.add(new ArrayList<>(life("job-" + i, random)));
        }
        var journal = new ArrayList<JournalEvent>();
        while (!lives.isEmpty()) {
            var life = lives.get(random.nextInt(lives.size()));
            journal.add(life.removeFirst());
            lives.removeIf(List::isEmpty);
        }
        addLimits(journal, 5_000, 2_000_000, 7_000, 9_000_000);
        return journal;
    }

    /** The budget's changes, spread evenly over the journal. */
    private static void addLimits(List<JournalEvent> journal, long... limits) {
        int events = journal.size();
        for (int i = limits.length; i > 0; i--) {
            var change = Events.budget("day", "legal", BudgetMode.STOP, limits[i - 1], i, NOON);
            journal.add(events * i / (limits.length + 1), change);
        }
    }

    private static final Instant NOON = Events.NOON;

    /** Everything that may happen to a job, in an order in which it may. */
    private static List<JournalEvent> life(String id, Random random) {
        var job =
                new Job(
                        id,
                        random.nextInt(4) == 0 ? "tax" : "legal",
                        "user-" + random.nextInt(5),
                        "model-" + random.nextInt(3),
                        "case-" + random.nextInt(3));
        var at = NOON.plus(Duration.ofMinutes(random.nextInt(300)));
        var events = new ArrayList<JournalEvent>();
        int dispatches = 1 + random.nextInt(2);
        for (int dispatch = 1; dispatch <= dispatches; dispatch++) {
            long bound = 500L + random.nextInt(1500);
            events.add(Events.admitted(job, dispatch, bound, at));
            for (int tries = random.nextInt(3); tries > 0; tries--) {
                events.add(Events.unbilled(job, dispatch, 1, at));
                events.add(Events.admitted(job, dispatch, bound, at));
            }
            events.addAll(end(job, dispatch, bound, at, random));
        }
        events.add(Events.jobFinished(job, at));
        return events;
    }

    private static List<JournalEvent> end(
            Job job, int dispatch, long bound, Instant at, Random random) {
        var cost = Events.cost(random.nextInt(500));
        return switch (random.nextInt(9)) {
            case 0 -> List.of(Events.released(job, dispatch, at));
            case 1 -> List.of(Events.unknown(job, dispatch, 1, at));
            case 2 ->
                    List.of(
                            Events.unknown(job, dispatch, 1, at),
                            Events.observed(job, dispatch, 1, cost, at));
            case 3 ->
                    List.of(
                            Events.observed(job, dispatch, 1, cost, at),
                            Events.unknown(job, dispatch, 1, at));
            case 4 -> List.of(Events.expired(job, dispatch, bound, at));
            case 5 ->
                    List.of(
                            Events.expired(job, dispatch, bound, at),
                            Events.released(job, dispatch, at));
            case 6 ->
                    List.of(
                            Events.expired(job, dispatch, bound, at),
                            Events.billed(job, dispatch, 1, cost, at));
            default -> List.of(Events.billed(job, dispatch, 1, cost, at));
        };
    }

    /** The truth by brute force: what became of each dispatch, from all its events at once. */
    private static final class Naive {
        final Map<TotalKey, Sum> totals = new HashMap<>();
        final Map<HoldId, Long> settled = new HashMap<>();

        static final class Sum {
            long settled;
            long estimated;
            long attempts;
        }

        static Naive of(List<JournalEvent> journal) {
            var dispatches = new LinkedHashMap<HoldId, List<Object>>();
            var departments = new HashMap<HoldId, String>();
            for (JournalEvent event : journal) {
                int dispatch = dispatchOf(event.getEvent());
                if (dispatch > 0) {
                    var id = new HoldId(event.getSubject(), event.getRun(), dispatch);
                    dispatches.computeIfAbsent(id, _ -> new ArrayList<>()).add(event.getEvent());
                    departments.put(id, event.getDepartment());
                }
            }
            var naive = new Naive();
            dispatches.forEach(
                    (id, events) ->
                            naive.add(id, Objects.requireNonNull(departments.get(id)), events));
            return naive;
        }

        private void add(HoldId id, String department, List<Object> events) {
            long actual = -1;
            boolean unknown = false;
            boolean expired = false;
            boolean released = false;
            long attempts = 0;
            Optional<Admitted> first = Optional.empty();
            for (Object event : events) {
                switch (event) {
                    case Admitted a -> first = Optional.of(a);
                    case AttemptFinished f when f.getOutcome() == AttemptOutcome.UNKNOWN ->
                            unknown = true;
                    case AttemptFinished f when f.getBilling() == Billing.BILLED ->
                            actual = f.getCost().getTotalNanoUsd();
                    case AttemptFinished _ -> attempts++;
                    case UsageObserved u -> actual = u.getCost().getTotalNanoUsd();
                    case HoldExpired _ -> expired = true;
                    case Released _ -> released = true;
                    default -> {}
                }
            }
            var admitted = first.orElseThrow();
            long bound = admitted.getHold().getBoundNanoUsd();
            boolean estimated = actual < 0 && (unknown || (expired && !released));
            long amount = actual >= 0 ? actual : estimated ? bound : 0;
            if (unknown || (actual >= 0 && !expired)) {
                attempts++;
            }
            var keys = Wire.keys(new Department(department), admitted.getHold());
            assertThat(keys).hasSize(12);
            for (var key : keys) {
                var sum = totals.computeIfAbsent(key, _ -> new Sum());
                sum.settled += amount;
                sum.estimated += estimated ? bound : 0;
                sum.attempts += attempts;
            }
            if (actual >= 0 || unknown || expired) {
                settled.put(id, amount);
            }
        }

        private static int dispatchOf(Object event) {
            return switch (event) {
                case Admitted a -> a.getDispatch();
                case AttemptFinished f -> f.getDispatch();
                case UsageObserved u -> u.getDispatch();
                case HoldExpired h -> h.getDispatch();
                case Released r -> r.getDispatch();
                default -> 0;
            };
        }
    }
}
