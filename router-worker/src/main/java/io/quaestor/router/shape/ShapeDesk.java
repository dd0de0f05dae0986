package io.quaestor.router.shape;

import io.quaestor.event.LlmRequest;
import io.quaestor.kernel.JobId;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Unquoted;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges replies and schemas on threads of its own: what takes long stops neither the loop nor the
 * connections. Edge.
 *
 * <p>What waits is bounded by the calls in flight. Each task ends within {@link Effort#MOST} of its
 * start, give or take one keyword.
 */
public final class ShapeDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShapeDesk.class);

    /** Two, so that one slow schema does not stop all; more would take the loops' processors. */
    private static final int THREADS = 2;

    /** Validators and patterns recurse: a long text under a hostile pattern goes this deep. */
    private static final long STACK_BYTES = 8L * 1024 * 1024;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS,
                    task -> {
                        var thread = new Thread(null, task, "shape", STACK_BYTES);
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Shaper shaper = new Shaper(System::nanoTime);

    /** Why replies cannot be judged by the request's schema; empty when they can. */
    public CompletionStage<Optional<String>> problemIn(LlmRequest request) {
        var schema = Shaper.schema(request);
        if (schema.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var known = shaper.schemas().known(schema.get());
        return known.isPresent()
                ? CompletableFuture.completedFuture(problem(known.get()))
                : soon(
                        request,
                        () -> problem(shaper.schemas().read(schema.get())),
                        Optional.of("it could not be read"));
    }

    private static Optional<String> problem(AnswerSchema.Reading reading) {
        return switch (reading) {
            case AnswerSchema.Usable _ -> Optional.empty();
            case AnswerSchema.Unusable(var reason) -> Optional.of(reason);
        };
    }

    /** Whether the reply has the form that the request asks for. Never completes exceptionally. */
    public CompletionStage<Shape> shape(LlmRequest request, ProviderReply reply) {
        if (!Shaper.isAsked(request, reply)) {
            return CompletableFuture.completedFuture(Shape.NOT_ASKED);
        }
        return soon(
                request,
                () -> shaper.judge(request, reply),
                Shape.Missed.unjudged("an internal error"));
    }

    /** On a thread of ours; while closing here and now, for what is judged then is paid. */
    private <T> CompletionStage<T> soon(LlmRequest request, Supplier<T> task, T otherwise) {
        try {
            return CompletableFuture.supplyAsync(task, threads)
                    .exceptionally(
                            bug -> {
                                said(request, bug);
                                return otherwise;
                            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(task.get());
        }
    }

    private static void said(LlmRequest request, Throwable bug) {
        var job = JobId.ofTexts(request.getDepartment(), request.getRequestId());
        log.atError()
                .addKeyValue(TelemetryNames.JOB_ID, job.text())
                .addKeyValue(TelemetryNames.DEPARTMENT, request.getDepartment())
                .setCause(Unquoted.of(bug))
                .log("a form could not be judged");
    }

    /** Tasks under way end; they are short. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
