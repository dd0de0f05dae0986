package io.quaestor.router.provider.openai;

import io.micronaut.http.client.exceptions.ResponseClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Turns a publisher of one response into a stage. Edge. */
final class SingleResponse<T> implements Subscriber<T> {

    private final CompletableFuture<T> response = new CompletableFuture<>();

    CompletionStage<T> stage() {
        return response;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    public void onNext(T value) {
        response.complete(value);
    }

    @Override
    public void onError(Throwable error) {
        response.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        response.completeExceptionally(new ResponseClosedException("no response"));
    }
}
