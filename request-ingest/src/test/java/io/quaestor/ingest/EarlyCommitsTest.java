package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class EarlyCommitsTest {

    private final MockProcessorContext<byte[], Outbound> context = new MockProcessorContext<>();
    private final CommitPace pace = new CommitPace();

    @Test
    void leavesNoTimerWhenItIsClosed() {
        var commits = new EarlyCommits(context, pace);
        commits.processed();
        commits.processed();
        assertThat(context.scheduledPunctuators()).isNotEmpty();

        commits.close();

        assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
    }
}
