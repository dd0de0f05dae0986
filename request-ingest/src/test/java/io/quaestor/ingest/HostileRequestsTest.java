package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.StageSequence;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.ingest.submission.Bench;
import io.quaestor.ingest.submission.Submission;
import io.quaestor.kernel.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Requests with values that nobody sends in good faith. */
class HostileRequestsTest {

    private static final int ROUNDS = 1_000;

    private static final StageSequence SEQUENCE =
            new StageSequence(SequenceScope.INGEST_TASK, "ingest/0", 1L);

    private final Bench bench = new Bench(new JacksonShape());
    private final Announcements announcements = new Announcements("test");

    @Test
    void endTypedAndInSmallAnswers() {
        Seed.run(
                random -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        judge(HostileRequests.next(random));
                    }
                });
    }

    private void judge(LlmRequest request) {
        switch (bench.judge(bench.submitted(request), bench.freshViews())) {
            case Submission.Accepted accepted -> {
                assertThat(accepted.lane()).isEqualTo(7);
                encoded(announcements.accepted(accepted));
                encoded(announcements.event(accepted, SEQUENCE));
            }
            case Submission.Rejected rejected -> {
                assertThat(rejected.problems()).isNotEmpty();
                var response = announcements.response(rejected, Bench.catalog(), Bench.NOW);
                var event = announcements.event(rejected, Bench.catalog(), SEQUENCE, Bench.NOW);
                assertThat(encoded(response)).isLessThan(KafkaReplyTopics.NARROWEST_BYTES / 2);
                assertThat(encoded(event)).isLessThan(KafkaReplyTopics.NARROWEST_BYTES / 2);
            }
            case Submission.NeedsFreshView unseen -> assertThat(unseen.replyTopic()).isPresent();
        }
        assertThat(BodyDigest.of(request).remaining()).isEqualTo(32);
    }

    private static <T extends SpecificRecord> int encoded(T value) {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new SpecificDatumWriter<T>(value.getSchema()).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }
}
