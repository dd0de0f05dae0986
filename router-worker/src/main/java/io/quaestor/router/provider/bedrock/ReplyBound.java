package io.quaestor.router.provider.bedrock;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Stops reading a reply body that goes beyond a bound: the SDK itself would gather any length in
 * memory. Edge.
 */
final class ReplyBound implements ExecutionInterceptor {

    private final int bytesMax;

    ReplyBound(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responsePublisher()
                .map(body -> subscriber -> body.subscribe(new Counting(subscriber, bytesMax)));
    }

    /**
     * Passes bytes on until there are too many. Called by one thread at a time, as Reactive Streams
     * demands.
     */
    private static final class Counting implements Subscriber<ByteBuffer>, Subscription {

        private final Subscriber<? super ByteBuffer> downstream;
        private long room;
        private boolean ended;
        private @Nullable Subscription upstream;

        Counting(Subscriber<? super ByteBuffer> downstream, int bytesMax) {
            this.downstream = downstream;
            this.room = bytesMax;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            downstream.onSubscribe(this);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            room -= bytes.remaining();
            if (ended) {
                return;
            }
            if (room < 0) {
                ended = true;
                cancel();
                downstream.onError(new ReplyTooLongException());
            } else {
                downstream.onNext(bytes);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!ended) {
                ended = true;
                downstream.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (!ended) {
                ended = true;
                downstream.onComplete();
            }
        }

        @Override
        public void request(long count) {
            if (upstream != null) {
                upstream.request(count);
            }
        }

        @Override
        public void cancel() {
            if (upstream != null) {
                upstream.cancel();
            }
        }
    }
}
