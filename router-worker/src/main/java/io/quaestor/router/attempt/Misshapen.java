package io.quaestor.router.attempt;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import io.quaestor.event.Problem;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Flaw;
import io.quaestor.router.shape.Repairs;
import io.quaestor.router.shape.Shape;
import java.util.List;
import java.util.Optional;

/** What is said of a reply that has not the form that was asked for. Pure. */
final class Misshapen {
    /** Without what is wrong: a validator quotes the reply. */
    static Optional<JobError> forJournal(RoutedJob job, Ended ended) {
        return error(job, ended, false);
    }

    static Optional<JobError> forRequester(RoutedJob job, Ended ended) {
        return error(job, ended, true);
    }

    private static Optional<JobError> error(RoutedJob job, Ended ended, boolean withFlaws) {
        if (!(ended.shape() instanceof Shape.Missed missed)) {
            return Optional.empty();
        }
        List<Problem> problems =
                withFlaws ? missed.flaws().stream().map(Misshapen::problem).toList() : List.of();
        return Optional.of(
                new JobError(
                        ErrorType.SCHEMA_VIOLATION, message(job, ended), false, 0, "", problems));
    }

    private static Problem problem(Flaw flaw) {
        return new Problem(ErrorType.SCHEMA_VIOLATION, flaw.at(), flaw.message());
    }

    private static String message(RoutedJob job, Ended ended) {
        var message = "the reply is not the JSON that was asked for";
        boolean cut =
                ended.reply() instanceof ProviderReply.Completed completed
                        && Repairs.isCut(completed);
        return cut
                ? message + ": the output limit of " + job.getMaxOutputTokens() + " tokens cut it"
                : message;
    }

    private Misshapen() {}
}
