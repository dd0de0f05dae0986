package io.quaestor.router.job;

import io.quaestor.event.Job;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.kernel.Lane;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Wraps what a stage has to say into journal events. */
public record Envelope(Stage stage, String instance) {
    /** An event of a run, in its place: numbers are contiguous from 1 and travel with the token. */
    public JournalEvent numbered(
            Job job, int lane, int number, Instant at, boolean simulated, Object event) {
        return event(
                job,
                lane,
                job.getJobId() + "/" + job.getRun() + "/" + number,
                number,
                at,
                simulated,
                null,
                event);
    }

    /** An event of a run that also has its place in the stage's own sequence. */
    public JournalEvent sequenced(
            Job job,
            int lane,
            int number,
            Instant at,
            boolean simulated,
            StageSequence sequence,
            Object event) {
        var id = job.getJobId() + "/" + job.getRun() + "/" + number;
        return event(job, lane, id, number, at, simulated, sequence, event);
    }

    /** News of a run that has gone on without us; it has a name of its own and no number. */
    public JournalEvent late(
            Job job, int lane, String suffix, Instant at, boolean simulated, Object event) {
        var id = job.getJobId() + "/" + job.getRun() + "/" + suffix;
        return event(job, lane, id, 0, at, simulated, null, event);
    }

    /** An event of a lane, of no job. */
    public JournalEvent ofLane(int lane, String name, Instant at, Object event) {
        var subject = "lane:" + lane;
        return new JournalEvent(
                lane,
                subject + "/" + name,
                subject,
                "",
                "",
                0L,
                0,
                at,
                stage,
                instance,
                false,
                null,
                null,
                event);
    }

    /** What this instance sees of a route; of no job, and in the lane of the system. */
    public JournalEvent ofRoute(RouteRef route, Instant at, Object event) {
        var subject = "route:" + route.getModel();
        return new JournalEvent(
                Lane.SYSTEM.number(),
                subject + "/" + instance + "/" + at.toEpochMilli(),
                subject,
                "",
                "",
                0L,
                0,
                at,
                stage,
                instance,
                route.getSimulated(),
                null,
                null,
                event);
    }

    private JournalEvent event(
            Job job,
            int lane,
            String id,
            int number,
            Instant at,
            boolean simulated,
            @Nullable StageSequence sequence,
            Object event) {
        return new JournalEvent(
                lane,
                id,
                job.getJobId(),
                job.getRequest().getDepartment(),
                job.getRequest().getRequestId(),
                job.getRun(),
                number,
                at,
                stage,
                instance,
                simulated,
                sequence,
                job.getRequest().getTrace(),
                event);
    }
}
