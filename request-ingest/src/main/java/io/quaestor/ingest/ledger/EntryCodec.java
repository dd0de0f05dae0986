package io.quaestor.ingest.ledger;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Packing;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.job.Unpacking;
import io.quaestor.ingest.ledger.Entry.Cancel;
import io.quaestor.ingest.ledger.Entry.CancelWanted;
import io.quaestor.ingest.ledger.Entry.Ended;
import io.quaestor.ingest.ledger.Entry.Running;
import io.quaestor.ingest.ledger.Entry.Waiting;
import io.quaestor.kernel.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Entries as they are stored, and read again by later versions: the first octet is the version of
 * the form, and a new form takes the next one. An entry without remembered submissions takes about
 * 60 bytes. Status is stored as its place in the enum, to which symbols are only ever appended.
 *
 * <p>The first form did not say where the requests of remembered submissions lie, and held no ends
 * but those that are repeated. The second did not say to which traces they belong.
 */
public final class EntryCodec {

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int VERSION = 3;
    private static final int RUNNING = 0;
    private static final int ENDED = 1;
    private static final int CANCEL_WANTED = 2;

    private static final JobStatus[] STATUSES = JobStatus.values();

    private EntryCodec() {}

    public static byte[] bytes(Entry entry) {
        var out = new Packing().octet(VERSION);
        switch (entry) {
            case Running running -> running(out.octet(RUNNING), running);
            case Ended ended -> ended(out.octet(ENDED), ended);
            case CancelWanted(Cancel cancel) -> {
                time(out.octet(CANCEL_WANTED), cancel.at());
                out.text(cancel.requestedBy()).text(cancel.reason());
            }
        }
        return out.bytes();
    }

    private static void running(Packing out, Running running) {
        out.number(running.run()).number(running.lane()).blob(running.bodySha256());
        time(out, running.submittedAt()).flag(running.cancelRequested());
        out.number(running.remembered().size());
        for (var waiting : running.remembered()) {
            place(out, waiting.submission());
            time(out, waiting.submittedAt()).text(waiting.replyTopic());
            offset(out, waiting.offset());
            out.optional(waiting.trace(), trace -> trace(out, trace));
        }
    }

    private static void ended(Packing out, Ended ended) {
        time(out.number(ended.run()).blob(ended.bodySha256()), ended.endedAt())
                .octet(ended.status().ordinal())
                .flag(ended.replayable())
                .optional(ended.response(), response -> place(out, response));
    }

    private static void offset(Packing out, OptionalLong offset) {
        out.flag(offset.isPresent());
        offset.ifPresent(out::number);
    }

    private static void trace(Packing out, Trace trace) {
        out.text(trace.traceparent()).text(trace.state());
    }

    private static void place(Packing out, Place place) {
        out.text(place.topic()).number(place.partition()).number(place.offset());
    }

    private static Packing time(Packing out, Instant at) {
        return out.number(at.toEpochMilli());
    }

    /**
     * @throws IllegalArgumentException for bytes of a later version, or of nobody's
     */
    public static Entry entry(byte[] bytes) {
        var in = new Unpacking(bytes);
        int version = in.octet();
        if (version < FIRST || version > VERSION) {
            throw new IllegalArgumentException("an entry of the ledger in form " + version);
        }
        int kind = in.octet();
        return switch (kind) {
            case RUNNING -> running(in, version);
            case ENDED -> ended(in, version);
            case CANCEL_WANTED -> new CancelWanted(new Cancel(time(in), in.text(), in.text()));
            default -> throw new IllegalArgumentException("an entry of kind " + kind);
        };
    }

    private static Running running(Unpacking in, int version) {
        return new Running(
                in.number(), in.small(), in.blob(), time(in), in.flag(), remembered(in, version));
    }

    private static List<Waiting> remembered(Unpacking in, int version) {
        int size = in.small();
        var remembered = new ArrayList<Waiting>(size);
        for (int i = 0; i < size; i++) {
            remembered.add(
                    new Waiting(
                            place(in),
                            time(in),
                            in.text(),
                            version == FIRST ? OptionalLong.empty() : in.optionalNumber(),
                            version <= SECOND ? Optional.empty() : trace(in)));
        }
        return remembered;
    }

    private static Optional<Trace> trace(Unpacking in) {
        return in.optional(() -> Trace.read(in.text(), in.text())).flatMap(read -> read);
    }

    private static Ended ended(Unpacking in, int version) {
        return new Ended(
                in.number(),
                in.blob(),
                time(in),
                STATUSES[in.octet()],
                version == FIRST || in.flag(),
                in.optional(() -> place(in)));
    }

    private static Place place(Unpacking in) {
        return new Place(in.text(), in.small(), in.number());
    }

    private static Instant time(Unpacking in) {
        return Instant.ofEpochMilli(in.number());
    }
}
