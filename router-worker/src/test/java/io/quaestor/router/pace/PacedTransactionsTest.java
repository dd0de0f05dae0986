package io.quaestor.router.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.event.Stage;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.TransactionPace;
import io.quaestor.wire.TransactionResult;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacedTransactionsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PacedTransactions paced =
            new PacedTransactions(new TransactionMeters(meters, Stage.ATTEMPT));

    @Test
    void measuresEachTransactionWhateverComesOfIt() {
        var committed = new TransactionResult.Committed(List.of(), List.of());
        var aborted =
                new TransactionResult.Aborted(OptionalInt.empty(), new Exception("for the test"));

        assertThat(paced.run(3, () -> committed)).isSameAs(committed);
        assertThat(paced.run(4, () -> aborted)).isSameAs(aborted);

        var batch = meters.get(TelemetryNames.SETTLEMENT_BATCH).tag("stage", "ATTEMPT").summary();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.totalAmount()).isEqualTo(7);
        assertThat(meters.get(TelemetryNames.TRANSACTION_TIME).timer().count()).isEqualTo(2);
    }

    @Test
    void asksWhatIsInHandUntilTheRestIsOver() {
        var asked = new AtomicInteger();
        paced.run(1, () -> new TransactionResult.Committed(List.of(), List.of()));

        paced.rest(
                () -> {
                    paced.gathered(asked.incrementAndGet() * TransactionPace.FULL);
                    return TransactionPace.FULL;
                });

        assertThat(asked).hasValue(1);
    }
}
