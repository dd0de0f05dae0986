package io.quaestor.router;

import io.quaestor.event.Job;
import io.quaestor.router.job.Poison;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Unquoted;
import io.quaestor.wire.registry.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edge: tokens on which our own code fails become dead letters. */
final class PoisonLetters implements Poison {
    /** The reason, beside those of records that cannot be decoded. */
    static final String UNPROCESSABLE = "UNPROCESSABLE";

    private static final Logger log = LoggerFactory.getLogger(PoisonLetters.class);

    private final RecordEncoder encoder;
    private final DeadLetters letters;

    PoisonLetters(RecordEncoder encoder, DeadLetters letters) {
        this.encoder = encoder;
        this.letters = letters;
    }

    @Override
    public String keep(Place place, Job job, SpecificRecord token, Throwable bug) {
        var reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(4);
        log.atError()
                .addKeyValue(TelemetryNames.JOB_ID, job.getJobId())
                .addKeyValue(TelemetryNames.DEPARTMENT, job.getRequest().getDepartment())
                .setCause(Unquoted.of(bug))
                .log("internal error {} on {}", reference, place);
        var record =
                new ConsumerRecord<>(
                        place.topic(),
                        place.lane(),
                        place.offset(),
                        job.getJobId().getBytes(StandardCharsets.UTF_8),
                        encoder.encode(place.topic(), token));
        // The class only: a message may quote a prompt.
        letters.keep(record, UNPROCESSABLE, bug.getClass().getName() + ", reference " + reference);
        return reference;
    }

    @Override
    public void unanswered(Place place, Job job, Throwable again) {
        log.atError()
                .addKeyValue(TelemetryNames.JOB_ID, job.getJobId())
                .addKeyValue(TelemetryNames.DEPARTMENT, job.getRequest().getDepartment())
                .setCause(Unquoted.of(again))
                .log("{} cannot be answered now", place);
    }
}
