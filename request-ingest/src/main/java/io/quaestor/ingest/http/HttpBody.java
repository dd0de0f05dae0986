package io.quaestor.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Edge: a body that its sender still holds, but for some kibibytes. It is fetched when there is
 * room for it: many large ones at once would take more heap than there is.
 */
final class HttpBody {

    /** The largest takes 7 s at 10 Mbit/s; meanwhile it takes room from others. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ByteBody body;

    private HttpBody(ByteBody body) {
        this.body = body;
    }

    static HttpBody of(HttpRequest<?> request) {
        if (request instanceof ServerHttpRequest<?> here) {
            return new HttpBody(here.byteBody());
        }
        throw new IllegalArgumentException("no request of a server: " + request.getClass());
    }

    /**
     * Its size.
     *
     * @param bytesMax what a larger or unknown size counts as; nothing longer is fetched
     */
    int bytes(int bytesMax) {
        return (int) Math.min(bytesMax, body.expectedLength().orElse(bytesMax));
    }

    /**
     * Blocks until it is here; once.
     *
     * @throws io.quaestor.service.http.ProblemException when it does not come whole and in time
     */
    byte[] fetched() {
        try (var here = body.buffer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return here.toByteArray();
        } catch (TimeoutException e) {
            throw Refusals.late(PATIENCE);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException tooLong ? tooLong : Refusals.cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusals.late(PATIENCE);
        }
    }
}
