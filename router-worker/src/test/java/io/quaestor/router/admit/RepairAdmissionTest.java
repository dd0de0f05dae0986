package io.quaestor.router.admit;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Hold;
import io.quaestor.event.Repair;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.TriedRoute;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job that comes back to be repaired. */
class RepairAdmissionTest {
    private static final Repair REPAIR = new Repair("x".repeat(5_000), List.of("/a: is missing"));

    private final AdmissionWorld world = new AdmissionWorld(SampleCatalog.legal());

    @Test
    void goesBackToTheModelThatRepliedUnderANewHoldForTheLongerInput() {
        var first = holdOf(1);
        world.handBack(back(2));
        world.step();
        var token = world.queue("sim-oai").getFirst();
        assertThat(token.getDispatch()).isEqualTo(2);
        assertThat(token.getHold().getDispatch()).isEqualTo(2);
        assertThat(token.getProgress().getRepair()).isEqualTo(REPAIR);
        // A token a byte at most, at 0.25 USD per million.
        assertThat(token.getHold().getBoundNanoUsd() - first.getBoundNanoUsd())
                .isGreaterThan(5_000 * 250);
    }

    @Test
    void setsTheReplyAsideWithTheContentAndReadsItAgain() {
        world.handBack(back(1));
        var lane = world.lane();
        assertThat(lane.contents().heldBytes()).isGreaterThan(6_000);
        var waiting = lane.arrived(Applicant.Source.RETURNED).firstEntry().getValue();
        lane.contents().shrinkTo(0);
        assertThat(lane.contents().heldBytes()).isZero();
        assertThat(waiting.progress().getRepair()).isNull();
        world.step();
        world.readAgain(Samples.LANE);
        world.step();
        assertThat(world.queue("sim-oai").getFirst().getProgress().getRepair()).isEqualTo(REPAIR);
    }

    private Hold holdOf(long number) {
        world.accept(Samples.job(number));
        world.step();
        return world.queue("sim-aws").getFirst().getHold();
    }

    /** The second candidate replied, for the first had no room. */
    private static ReturnedJob back(long number) {
        var replied = Samples.route("mini", "sim-oai");
        var cause = ErrorType.SCHEMA_VIOLATION;
        var back = Samples.returned(Samples.job(number), replied, cause, NOW);
        back.setKeepsHold(false);
        var progress = back.getProgress();
        progress.setTried(List.of(new TriedRoute(replied, 1, cause, true)));
        progress.setRepairs(1);
        progress.setRepair(REPAIR);
        return back;
    }
}
