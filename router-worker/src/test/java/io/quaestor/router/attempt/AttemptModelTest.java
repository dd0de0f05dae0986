package io.quaestor.router.attempt;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.kernel.Seed;
import io.quaestor.router.Samples;
import io.quaestor.router.attempt.AttemptWorld.End;
import io.quaestor.router.attempt.AttemptWorld.Queue;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random schedules of deliveries, transactions, lost transactions, crashes and
 * revocations. {@link AttemptWorld} checks at each step that a job has one intent, at most one call
 * and one end, and that caps and order hold; at the end of each schedule nothing may be missing.
 */
class AttemptModelTest {
    private static final int SCHEDULES = 3_000;
    private static final int STEPS = 60;

    /** More than any schedule needs to finish what it has left. */
    private static final int MOST_STEPS_TO_FINISH = 500;

    @Test
    void neverCallsTwiceNorLosesAJobWhateverHappensToItsTransactions() {
        Seed.run(
                random -> {
                    for (int i = 0; i < SCHEDULES; i++) {
                        long schedule = random.nextLong();
                        try {
                            run(new SplittableRandom(schedule));
                        } catch (AssertionError | RuntimeException e) {
                            throw new AssertionError("schedule " + schedule, e);
                        }
                    }
                });
    }

    private static void run(SplittableRandom random) {
        var world = new AttemptWorld();
        world.cap("p", 1 + random.nextInt(4));
        world.cap("q", 1 + random.nextInt(4));
        var queues = List.of(world.queue("p", 1), world.queue("p", 2), world.queue("q", 1));
        for (int i = 0; i < STEPS; i++) {
            act(world, queues.get(random.nextInt(queues.size())), random);
        }
        finish(world, random);
        world.checkNothingIsLost();
    }

    private static void act(AttemptWorld world, Queue queue, SplittableRandom random) {
        switch (random.nextInt(23)) {
            case 0, 1, 2, 3 -> append(world, queue, random);
            case 4 -> world.appendNothing(queue);
            case 5, 6, 7 -> world.read(queue, 1 + random.nextInt(5));
            case 8, 9, 10 -> endOne(world, random);
            case 11, 12, 13, 14 -> world.step(anyEnd(random));
            case 15, 16 -> world.reopen(queue);
            case 17 -> {
                world.now = world.now.plusSeconds(random.nextInt(400));
                world.tick();
            }
            case 18 -> revoke(world, queue, random);
            case 20 -> cancelOne(world, queue, random);
            case 21, 22 -> world.answers.add(anyAnswer(world, random));
            default -> {
                if (random.nextInt(4) == 0) {
                    world.crash();
                }
            }
        }
    }

    private static void append(AttemptWorld world, Queue queue, SplittableRandom random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            var soon = world.now.plusSeconds(random.nextInt(1_000));
            world.append(
                    queue, random.nextInt(3) == 0 ? soon : Samples.DEADLINE.plusSeconds(9_999));
        }
    }

    private static void revoke(AttemptWorld world, Queue queue, SplittableRandom random) {
        world.drain(queue, anyEnd(random));
        if (random.nextBoolean()) {
            endOne(world, random);
            // The other lanes go on meanwhile.
            world.step(anyEnd(random));
            world.drain(queue, anyEnd(random));
        }
        world.forget(queue);
        world.take(queue);
    }

    private static void cancelOne(AttemptWorld world, Queue queue, SplittableRandom random) {
        world.cancelAny(queue, random);
    }

    private static StartGate.Answer anyAnswer(AttemptWorld world, SplittableRandom random) {
        return random.nextBoolean()
                ? new StartGate.NotNow()
                : new StartGate.NotHere(world.now.plusSeconds(random.nextInt(10)), 0.5);
    }

    private static End anyEnd(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> End.ABORTED;
            case 1 -> End.BLAMED;
            case 2 -> End.LOST;
            case 3 -> End.LOST_BUT_COMMITTED;
            default -> End.COMMITTED;
        };
    }

    private static void endOne(AttemptWorld world, SplittableRandom random) {
        if (!world.open().isEmpty()) {
            world.end(world.open().get(random.nextInt(world.open().size())), reply(random));
        }
    }

    private static ProviderReply reply(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> Replies.throttled(Optional.of(Duration.ofSeconds(3)));
            case 1 -> Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN);
            case 2 -> Replies.failed(ErrorType.OVERLOADED, true, Billing.UNBILLED);
            default -> Replies.completed(Replies.usage());
        };
    }

    /** From here on everything works. */
    private static void finish(AttemptWorld world, SplittableRandom random) {
        world.answers.clear();
        for (int i = 0; i < MOST_STEPS_TO_FINISH; i++) {
            world.reopenAll();
            world.readAll();
            var batch = world.step(End.COMMITTED);
            while (!world.open().isEmpty()) {
                endOne(world, random);
            }
            if (batch.isEmpty() && world.step(End.COMMITTED).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("does not come to an end");
    }
}
