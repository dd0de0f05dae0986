package io.quaestor.router.provider.bedrock;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.router.provider.ErrorBody;
import io.quaestor.router.provider.ErrorReply;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyHeaders;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.StatusRule;
import io.quaestor.router.provider.TransportFailure;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the SDK's exceptions mean. Pure but for the SDK's types. */
final class BedrockFailures {

    /** The SDK has no types for these; texts as of AWS SDK 2.54. */
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private static final String POOL_BUSY = "Acquire operation took longer";
    private static final String POOL_FULL = "Maximum pending connection acquisitions exceeded";

    /** Cause chains are short; a cyclic one must not hang. */
    private static final int CAUSES_MAX = 16;

    private BedrockFailures() {}

    static ProviderReply of(Throwable error, Instant now) {
        return causes(error)
                .filter(LastQuestion.NotSentException.class::isInstance)
                .map(LastQuestion.NotSentException.class::cast)
                .map(LastQuestion.NotSentException::reply)
                .findFirst()
                .orElseGet(() -> ofSent(error, now));
    }

    private static ProviderReply ofSent(Throwable error, Instant now) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        return switch (cause) {
            case AwsServiceException service -> ofService(service, now);
            case AbortedException _ -> TransportFailure.brokenOff();
            case SdkClientException client -> ofClient(client);
            default ->
                    TransportFailure.of(cause)
                            .orElseGet(() -> TransportFailure.internal(Billing.UNKNOWN));
        };
    }

    private static ProviderReply ofService(AwsServiceException error, Instant now) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(error.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String words = details.map(AwsErrorDetails::errorMessage).orElse("");
        ReplyHeaders headers =
                details.map(AwsErrorDetails::sdkHttpResponse)
                        .<ReplyHeaders>map(response -> response::firstMatchingHeader)
                        .orElse(ReplyHeaders.NONE);
        ReplyOrigin origin =
                new ReplyOrigin(
                        error.requestId() == null ? "" : error.requestId(),
                        "",
                        headers.simulated());
        StatusRule rule =
                BedrockErrors.rule(error.statusCode(), code, words, error.isThrottlingException());
        return ErrorReply.of(
                rule, error.statusCode(), new ErrorBody(code, "", words), headers, now, origin);
    }

    private static ProviderReply ofClient(SdkClientException error) {
        String words = texts(error);
        if (words.contains(NO_CREDENTIALS)) {
            return new ProviderReply.Refused(
                    ProviderFault.local(ErrorType.AUTHENTICATION, "No AWS credentials were found"),
                    ReplyOrigin.NONE);
        }
        if (words.contains(POOL_BUSY) || words.contains(POOL_FULL)) {
            return TransportFailure.notConnected("the connection pool is full");
        }
        ProviderReply unreadable =
                TransportFailure.malformed("The reply could not be read", 0, ReplyOrigin.NONE);
        if (words.contains(ReplyTooLongException.MESSAGE) || isUnreadable(error)) {
            return unreadable;
        }
        // What is left without a network's failure behind it failed in the SDK's own reader.
        return TransportFailure.of(error).orElse(unreadable);
    }

    /**
     * The SDK's JSON reader wraps its exceptions, which are IOExceptions themselves, in this type;
     * the network never does.
     */
    private static boolean isUnreadable(Throwable error) {
        return causes(error).anyMatch(UncheckedIOException.class::isInstance);
    }

    /** The messages of the whole cause chain; only compared, never shown. */
    private static String texts(Throwable error) {
        return causes(error)
                .map(Throwable::getMessage)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.<@Nullable Throwable>iterate(
                        error, cause -> cause == null ? null : cause.getCause())
                .limit(CAUSES_MAX)
                .takeWhile(Objects::nonNull)
                .map(Objects::requireNonNull);
    }
}
