package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls that ended without an answer, by the one question that matters: had anything been sent?
 *
 * <p>Unbilled only where the connection itself could not be made. A timeout, a reset or a closed
 * connection after that may hide a call that the provider made and charges.
 */
public final class TransportFailure {

    /** Cause chains are short; a cyclic one must not hang. */
    private static final int CAUSES_MAX = 16;

    private TransportFailure() {}

    /** The timeout of the call ran out after it was sent, or may have been. */
    public static ProviderReply timedOut() {
        return failed(ErrorType.TIMEOUT, "The provider did not answer in time", Billing.UNKNOWN);
    }

    /** No time was left to make the call. */
    public static ProviderReply noTimeLeft() {
        return failed(ErrorType.TIMEOUT, "No time was left to make the call", Billing.UNBILLED);
    }

    /** No connection could be made. */
    public static ProviderReply notConnected(String why) {
        return failed(
                ErrorType.CONNECTION, "No connection to the provider: " + why, Billing.UNBILLED);
    }

    /** The connection broke before the whole answer had come. */
    public static ProviderReply brokenOff() {
        return failed(
                ErrorType.CONNECTION,
                "The connection broke before the answer was complete",
                Billing.UNKNOWN);
    }

    /** Something answered that is no answer. */
    public static ProviderReply malformed(String what, int status, ReplyOrigin origin) {
        ProviderFault fault = new ProviderFault(ErrorType.MALFORMED_REPLY, what, status, "", "");
        return new ProviderReply.Failed(
                fault, true, Billing.UNKNOWN, Optional.empty(), Optional.empty(), origin);
    }

    /** The adapter cannot express the request. */
    public static ProviderReply unsendable(String reason) {
        return new ProviderReply.Refused(
                ProviderFault.local(
                        ErrorType.INVALID_REQUEST, "The request cannot be sent: " + reason),
                ReplyOrigin.NONE);
    }

    /** The adapter itself failed. */
    public static ProviderReply internal(Billing billing) {
        return failed(ErrorType.INTERNAL, "The provider adapter failed", billing);
    }

    /**
     * What the exception of a client library says, as far as the Java platform's own types tell;
     * else empty.
     */
    public static Optional<ProviderReply> of(Throwable error) {
        Throwable cause = error;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            Optional<ProviderReply> reply = ofOne(cause);
            if (reply.isPresent()) {
                return reply;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<ProviderReply> ofOne(Throwable cause) {
        return switch (cause) {
            case ConnectException _ -> Optional.of(notConnected("refused or timed out"));
            case NoRouteToHostException _ -> Optional.of(notConnected("no route to the host"));
            case UnknownHostException _ -> Optional.of(notConnected("unknown host"));
            case UnresolvedAddressException _ -> Optional.of(notConnected("unknown host"));
            case SSLHandshakeException _ -> Optional.of(notConnected("TLS handshake failed"));
            case TimeoutException _ -> Optional.of(timedOut());
            // Client libraries wrap a refused connection in an IOException: look deeper first.
            case IOException _ when cause.getCause() == null -> Optional.of(brokenOff());
            default -> Optional.empty();
        };
    }

    private static ProviderReply failed(ErrorType type, String message, Billing billing) {
        return new ProviderReply.Failed(
                ProviderFault.local(type, message),
                true,
                billing,
                Optional.empty(),
                Optional.empty(),
                ReplyOrigin.NONE);
    }
}
