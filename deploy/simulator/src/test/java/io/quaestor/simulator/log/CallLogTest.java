package io.quaestor.simulator.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.Seed;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallLogTest {

    @Test
    void keepsTheNewestEntriesAndTellsHowManyItDropped() {
        CallLog log = new CallLog(3_000);

        for (int i = 0; i < 5_000; i++) {
            open(log, "m").end(CallEnd.answered(200, Optional.empty()), 2);
        }

        assertThat(log.dropped()).isEqualTo(2_000);
        assertThat(log.since(0, 10_000)).hasSize(3_000);
        assertThat(log.since(0, 1).getFirst().sequence()).isEqualTo(2_001);
        assertThat(log.since(4_999, 10)).extracting(LoggedCall::sequence).containsExactly(5_000L);
        assertThat(log.stats().calls()).isEqualTo(5_000);
        assertThat(log.stats().byStatus()).containsEntry(200, 5_000L);
    }

    @Test
    void countsOpenCallsExactlyAlsoWhenTheirEntriesWereDropped() {
        Seed.run(
                random -> {
                    CallLog log = new CallLog(10);
                    List<CallLog.OpenCall> open = new ArrayList<>();
                    int most = 0;
                    for (int i = 0; i < 2_000; i++) {
                        switch (random.nextInt(20)) {
                            case 0 -> {
                                log.clear();
                                most = open.size();
                            }
                            case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> {
                                if (!open.isEmpty()) {
                                    open.remove(random.nextInt(open.size()))
                                            .end(CallEnd.aborted(), 2);
                                }
                            }
                            default -> open.add(open(log, "m" + random.nextInt(3)));
                        }
                        most = Math.max(most, open.size());
                        CallStats stats = log.stats();
                        assertThat(stats.open()).isEqualTo(open.size());
                        assertThat(stats.maxOpen()).isEqualTo(most);
                        assertThat(
                                        stats.models().stream()
                                                .mapToInt(CallStats.ModelStats::open)
                                                .sum())
                                .isEqualTo(open.size());
                    }
                });
    }

    @Test
    void turnsAnAnswerThatCouldNotBeSentIntoAnAbort() {
        CallLog log = new CallLog(10);
        CallLog.OpenCall call = open(log, "m");

        call.end(CallEnd.answered(200, Optional.of(TokenUsage.of(1, 1))), 2);
        call.end(CallEnd.aborted(), 3);

        assertThat(log.stats().byStatus().getOrDefault(200, 0L)).isZero();
        assertThat(log.stats().byOutcome()).containsEntry(CallOutcome.ABORTED_BY_CLIENT, 1L);
        assertThat(log.stats().open()).isZero();
        assertThat(log.since(0, 1).getFirst().end()).hasValue(CallEnd.aborted());
    }

    private static CallLog.OpenCall open(CallLog log, String model) {
        return log.open(new CallArrival(Protocol.OPENAI, model, "key", "", "", new byte[0], 1));
    }
}
