package io.quaestor.ingest.job;

import io.quaestor.event.ErrorType;
import io.quaestor.kernel.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A {@link JobStanding} in a byte array: hundreds of thousands of them are kept, and as objects
 * each would take twice the room. What jobs are chosen by comes first. Lives in memory only, so its
 * form may change with any version.
 */
record PackedJob(byte[] bytes) {

    private static final JobState[] STATES = JobState.values();
    private static final ErrorType[] ERROR_TYPES = ErrorType.values();

    static PackedJob of(JobStanding job) {
        var out = new Packing();
        var origin = job.origin();
        out.octet(job.state().ordinal()).flag(job.course().unknownOutcomes() > 0);
        out.fixed(job.times().seenFrom().toEpochMilli());
        out.text(origin.department()).id(job.jobId().bits());
        out.text(origin.requestId()).number(origin.run()).text(origin.model());
        out.fixed(origin.bodyMark());
        out.optional(origin.submission(), place -> place(out, place));
        course(out, job.course());
        times(out, job.times());
        bill(out, job.bill());
        duplicates(out, job.duplicates());
        return new PackedJob(out.bytes());
    }

    JobState state() {
        return STATES[bytes[0]];
    }

    boolean hasUnknownOutcomes() {
        return bytes[1] != 0;
    }

    long seenFromMillis() {
        return afterState(new Unpacking(bytes)).toEpochMilli();
    }

    String department() {
        var in = new Unpacking(bytes);
        afterState(in);
        return in.text();
    }

    JobStanding unpacked() {
        var in = new Unpacking(bytes);
        var seenFrom = afterState(in);
        var origin = origin(in);
        var course = course(in, state());
        var times = times(in, seenFrom);
        return new JobStanding(origin, course, bill(in), times, duplicates(in));
    }

    private static Instant afterState(Unpacking in) {
        in.octet();
        in.flag();
        return Instant.ofEpochMilli(in.fixed());
    }

    private static Origin origin(Unpacking in) {
        var department = in.text();
        var id = new JobId(in.id());
        return new Origin(
                id,
                department,
                in.text(),
                in.number(),
                in.text(),
                in.fixed(),
                in.optional(() -> place(in)));
    }

    private static void course(Packing out, Course course) {
        out.number(course.lastEvent()).number(course.attempts()).number(course.unknownOutcomes());
        out.number(course.providerMillis()).flag(course.cancelRequested());
        out.optional(course.route(), route -> route(out, route));
        out.optional(course.reason(), reason -> reason(out, reason));
        out.optional(course.response(), place -> place(out, place));
    }

    private static Course course(Unpacking in, JobState state) {
        return new Course(
                state,
                in.small(),
                in.small(),
                in.small(),
                in.number(),
                in.flag(),
                in.optional(() -> route(in)),
                in.optional(() -> reason(in)),
                in.optional(() -> place(in)));
    }

    private static void route(Packing out, RouteTaken route) {
        out.text(route.provider()).text(route.model());
        out.text(route.region()).flag(route.simulated());
    }

    private static RouteTaken route(Unpacking in) {
        return new RouteTaken(in.text(), in.text(), in.text(), in.flag());
    }

    private static void reason(Packing out, Reason reason) {
        out.octet(reason.type().ordinal()).text(reason.text()).flag(reason.retryable());
    }

    private static Reason reason(Unpacking in) {
        return new Reason(ERROR_TYPES[in.octet()], in.text(), in.flag());
    }

    private static void place(Packing out, Place place) {
        out.text(place.topic()).number(place.partition()).number(place.offset());
    }

    private static Place place(Unpacking in) {
        return new Place(in.text(), in.small(), in.number());
    }

    private static void times(Packing out, Times times) {
        var base = times.seenFrom();
        out.instant(times.admittedAt(), base).instant(times.startedAt(), base);
        out.instant(times.notBefore(), base).instant(times.finishedAt(), base);
        out.instant(times.deadline(), base);
    }

    private static Times times(Unpacking in, Instant base) {
        return new Times(
                base,
                in.instant(base),
                in.instant(base),
                in.instant(base),
                in.instant(base),
                in.instant(base));
    }

    private static void bill(Packing out, Bill bill) {
        out.number(bill.chargedNanoUsd()).flag(bill.unpriced()).number(bill.estimates().size());
        for (var estimate : bill.estimates()) {
            out.number(estimate.dispatch());
            amount(out, estimate.boundNanoUsd());
            amount(out, estimate.actualNanoUsd());
        }
    }

    private static void amount(Packing out, OptionalLong amount) {
        out.flag(amount.isPresent());
        amount.ifPresent(out::number);
    }

    private static Bill bill(Unpacking in) {
        long charged = in.number();
        boolean unpriced = in.flag();
        int size = in.small();
        List<Estimate> estimates = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            estimates.add(new Estimate(in.small(), in.optionalNumber(), in.optionalNumber()));
        }
        return new Bill(charged, unpriced, estimates);
    }

    private static void duplicates(Packing out, Duplicates duplicates) {
        out.number(duplicates.remembered()).number(duplicates.replayed());
        out.optional(duplicates.lastRemembered(), place -> place(out, place));
        out.optional(duplicates.lastReplayed(), place -> place(out, place));
    }

    private static Duplicates duplicates(Unpacking in) {
        return new Duplicates(
                in.small(), in.small(), in.optional(() -> place(in)), in.optional(() -> place(in)));
    }
}
