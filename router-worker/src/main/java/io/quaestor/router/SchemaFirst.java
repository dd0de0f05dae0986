package io.quaestor.router;

import io.quaestor.event.ErrorType;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.shape.ShapeDesk;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes no call whose reply could not be judged: it would be paid for nothing. */
final class SchemaFirst implements Callee {
    private final ShapeDesk shapes;
    private final Callee callee;

    SchemaFirst(ShapeDesk shapes, Callee callee) {
        this.shapes = shapes;
        this.callee = callee;
    }

    @Override
    public CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy) {
        return shapes.problemIn(job.getJob().getRequest())
                .thenCompose(
                        problem ->
                                problem.map(SchemaFirst::refused)
                                        .orElseGet(() -> callee.call(job, startBy)));
    }

    private static CompletionStage<ProviderReply> refused(String problem) {
        var message = "responseFormat.schema cannot be validated against";
        return CompletableFuture.completedFuture(
                new ProviderReply.Refused(
                        new ProviderFault(ErrorType.INVALID_REQUEST, message, 0, "", problem),
                        ReplyOrigin.NONE));
    }
}
