package io.quaestor.router.provider.openai;

import io.micronaut.http.client.exceptions.ContentLengthExceededException;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.NoHostException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import io.quaestor.event.Billing;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.TransportFailure;
import java.util.concurrent.CompletionException;

/** What the exceptions of Micronaut's client mean. */
final class OpenAiFailures {

    /** The pool's own refusals have no type; their texts begin like this in Micronaut 4. */
    private static final String NO_CONNECTION = "Cannot acquire connection";

    private OpenAiFailures() {}

    static ProviderReply of(Throwable error) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        return switch (cause) {
            case ContentLengthExceededException _ ->
                    TransportFailure.malformed(
                            "The reply is longer than is read", 0, ReplyOrigin.NONE);
            case ReadTimeoutException _ -> TransportFailure.timedOut();
            case NoHostException _ -> TransportFailure.notConnected("unknown host");
            case HttpClientException e
                    when String.valueOf(e.getMessage()).startsWith(NO_CONNECTION) ->
                    TransportFailure.notConnected("the connection pool is full");
            default -> TransportFailure.of(cause).orElseGet(() -> unknown(cause));
        };
    }

    private static ProviderReply unknown(Throwable cause) {
        return cause instanceof HttpClientException
                ? TransportFailure.brokenOff()
                : TransportFailure.internal(Billing.UNKNOWN);
    }
}
