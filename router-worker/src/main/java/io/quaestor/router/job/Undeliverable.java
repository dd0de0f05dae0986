package io.quaestor.router.job;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Terminal;
import io.quaestor.wire.Topics;
import java.util.List;

/**
 * The answer in place of one that cannot be written (too large, its topic gone):
 * FAILED(RESPONSE_UNDELIVERABLE) on {@code llm.responses}, with the usage and the cost, for the
 * call was made and is charged.
 */
final class Undeliverable {
    static Decided.Answered of(Decided.Answered answered) {
        var message = "the response could not be written to " + answered.topic();
        var error =
                new JobError(ErrorType.RESPONSE_UNDELIVERABLE, message, false, 0, "", List.of());
        var response = LlmResponse.newBuilder(answered.response()).build();
        response.setStatus(JobStatus.FAILED);
        response.setError(error);
        response.setContent(null);
        response.setJson(null);
        response.setToolCalls(List.of());
        return new Decided.Answered(
                Topics.RESPONSES, response, terminal(answered.terminal(), error));
    }

    private static JournalEvent terminal(JournalEvent event, JobError error) {
        var copy = JournalEvent.newBuilder(event).build();
        var terminal =
                switch (copy.getEvent()) {
                    case JobFinished finished -> finished.getTerminal();
                    case JobRejected rejected -> rejected.getTerminal();
                    default ->
                            throw new IllegalArgumentException(
                                    "no terminal event: " + event.getEventId());
                };
        fail(terminal, error);
        return copy;
    }

    private static void fail(Terminal terminal, JobError error) {
        terminal.setStatus(JobStatus.FAILED);
        terminal.setError(error);
        // Now a failure that would come again, whatever the answer was before.
        terminal.setReplayable(true);
    }

    private Undeliverable() {}
}
