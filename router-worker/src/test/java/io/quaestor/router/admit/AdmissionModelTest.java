package io.quaestor.router.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.kernel.Seed;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of arrivals, hand-backs, contents set aside and read again, aborts, starts,
 * ticks and catalogue versions over two lanes. No queue ever holds more than its limit, each token
 * is decided once, admissions are numbered without a gap, and in the end nobody is left.
 */
class AdmissionModelTest {
    private static final int SCHEDULES = 400;
    private static final int STEPS = 60;
    private static final int LIMIT = 6;
    private static final List<String> PROVIDERS = List.of("p", "q");
    private static final List<Integer> LANES = List.of(1, 2);
    private static final List<String> ALIASES = List.of("onlyp", "onlyq", "both", "unknown");

    @Test
    void decidesEveryTokenOnceWithinTheLimitsWhateverTheOrder() {
        Seed.run(
                seeds -> {
                    for (int i = 0; i < SCHEDULES; i++) {
                        long schedule = seeds.nextLong();
                        try {
                            new Schedule(new SplittableRandom(schedule)).run();
                        } catch (AssertionError | RuntimeException e) {
                            throw new AssertionError("schedule " + schedule, e);
                        }
                    }
                });
    }

    /** One schedule. */
    private static final class Schedule {
        private final SplittableRandom random;
        private final AdmissionWorld world;
        private final Map<String, Long> started = new HashMap<>();
        private final List<Job> jobs = new ArrayList<>();
        private long tokens;
        private long decisions;
        private long version = 1;

        Schedule(SplittableRandom random) {
            this.random = random;
            var catalog =
                    SampleCatalog.empty()
                            .provider("p", 8, LIMIT)
                            .provider("q", 8, LIMIT)
                            .model("m", "p")
                            .model("n", "q")
                            .alias("onlyp", "m@p")
                            .alias("onlyq", "n@q")
                            .alias("both", "m@p", "n@q")
                            .department("a", 1, "onlyp", "onlyq", "both")
                            .department("b", 1, "onlyp", "onlyq", "both")
                            .department("c", 2, "onlyp", "onlyq", "both");
            this.world = new AdmissionWorld(catalog);
            LANES.forEach(world::lane);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                act();
            }
            finish();
            assertThat(decisions).isEqualTo(tokens);
            for (int lane : LANES) {
                for (var source : Applicant.Source.values()) {
                    assertThat(world.lane(lane).tracker(source).unfinished()).isZero();
                }
                assertThat(world.lane(lane).contents().heldBytes()).isZero();
                assertThat(world.lane(lane).contents().size()).isZero();
            }
        }

        private void act() {
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> arrive();
                case 10 ->
                        LANES.forEach(
                                lane ->
                                        world.lane(lane)
                                                .contents()
                                                .shrinkTo(random.nextInt(5_000)));
                case 11 -> LANES.forEach(world::readAgain);
                case 12 ->
                        jobs.stream()
                                .skip(random.nextInt(1 + jobs.size()))
                                .findFirst()
                                .ifPresent(world.cancels::cancel);
                case 13 -> world.availability.down(random.nextBoolean() ? "m@p" : "n@q");
                case 14 -> {
                    world.availability.up("m@p");
                    world.availability.up("n@q");
                }
                case 3, 4, 5 -> step(random.nextInt(5) == 0);
                case 6 -> startSome();
                case 7 -> world.now = world.now.plusSeconds(random.nextInt(30));
                case 8 ->
                        LANES.forEach(
                                lane ->
                                        world.lane(lane)
                                                .resolveDoubts(world.lane(lane).takeDoubts()));
                default -> {
                    world.catalog.version(++version);
                    world.applyCatalog();
                }
            }
        }

        private void arrive() {
            for (int i = random.nextInt(6); i >= 0; i--) {
                var job = job();
                int lane = job.getRequest().getDepartment().equals("c") ? 2 : 1;
                tokens++;
                if (random.nextInt(4) == 0) {
                    var failed = Samples.route("m", "p");
                    var notBefore = world.now.plusSeconds(random.nextInt(40));
                    var cause = random.nextBoolean() ? ErrorType.THROTTLED : ErrorType.OVERLOADED;
                    var back = Samples.returned(job, failed, cause, notBefore);
                    back.setLane(lane);
                    back.setKeepsHold(random.nextBoolean());
                    world.handBack(back);
                } else {
                    world.accept(lane, job);
                }
            }
        }

        private Job job() {
            var request = Samples.request("r" + tokens);
            request.setDepartment(List.of("a", "b", "c").get(random.nextInt(3)));
            request.setModel(ALIASES.get(random.nextInt(ALIASES.size())));
            request.setPriority(random.nextInt(3));
            var job = Samples.job(request, tokens);
            job.setDeadline(world.now.plusSeconds(random.nextInt(200)));
            jobs.add(job);
            return job;
        }

        private void step(boolean tick) {
            var batch = world.next(tick);
            if (random.nextInt(4) == 0 && !batch.isEmpty()) {
                int culprit = random.nextInt(batch.size() + 1) - 1;
                world.flow.aborted(batch, culprit, random.nextBoolean(), world.now);
            } else {
                commit(batch);
            }
        }

        private void commit(List<AdmissionFlow.Item> batch) {
            world.commit(batch);
            decisions += batch.size();
            for (int lane : LANES) {
                checkSequence(lane);
            }
            for (var provider : PROVIDERS) {
                int waiting = LANES.stream().mapToInt(lane -> credit(lane, provider)).sum();
                // A share that shrinks while a lane is over it is passed until that lane starts
                // some.
                assertThat(waiting).isLessThanOrEqualTo(2 * LIMIT);
                LANES.forEach(
                        lane -> assertThat(credit(lane, provider)).isLessThanOrEqualTo(LIMIT));
            }
        }

        private int credit(int lane, String provider) {
            return world.lane(lane).credit(provider).jobs();
        }

        private void checkSequence(int lane) {
            var numbers =
                    world.journal.stream()
                            .filter(event -> event.getLane() == lane && event.getSequence() != null)
                            .map(event -> event.getSequence().getNumber())
                            .toList();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(i + 1);
            }
        }

        private void startSome() {
            for (int lane : LANES) {
                for (var provider : PROVIDERS) {
                    int routed = world.queue(lane, provider).size();
                    long to = started.merge(lane + provider, (long) random.nextInt(4), Long::sum);
                    started.put(lane + provider, Math.min(to, routed));
                    world.started(lane, provider, Math.min(to, routed));
                }
            }
        }

        private void finish() {
            world.availability.up("m@p");
            world.availability.up("n@q");
            for (int i = 0; i < 200; i++) {
                world.now = world.now.plusSeconds(10);
                LANES.forEach(
                        lane -> world.lane(lane).resolveDoubts(world.lane(lane).takeDoubts()));
                LANES.forEach(world::readAgain);
                commit(world.next(true));
                startSome();
            }
        }
    }
}
