package io.quaestor.router.provider.bedrock;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.router.provider.StatusRule;
import java.util.Locale;
import java.util.Set;

/** What Bedrock's error codes mean; the status decides where there is no code. Pure. */
final class BedrockErrors {

    /** Credential faults of any AWS service; they come with 400 or 403. */
    private static final Set<String> CREDENTIALS =
            Set.of(
                    "AccessDeniedException",
                    "ExpiredTokenException",
                    "IncompleteSignatureException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "MissingAuthenticationTokenException",
                    "NotAuthorized",
                    "OptInRequired",
                    "RequestExpired",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    /** A too long prompt has no code of its own; lower case. */
    private static final Set<String> CONTEXT_WORDS =
            Set.of(
                    "too long",
                    "input length",
                    "context length",
                    "too many input tokens",
                    "context window");

    private BedrockErrors() {}

    static StatusRule rule(int status, String code, String words, boolean throttling) {
        if (CREDENTIALS.contains(code)) {
            return StatusRule.of(403);
        }
        return switch (code) {
            case "ValidationException" -> validation(words.toLowerCase(Locale.ROOT));
            case "ModelNotReadyException" -> StatusRule.of(503);
            case "ModelErrorException", "ModelStreamErrorException" ->
                    new StatusRule(ErrorType.SERVER_ERROR, true, Billing.UNKNOWN);
            case "ConflictException" -> StatusRule.of(409);
            case "ServiceQuotaExceededException" -> StatusRule.of(429);
            default -> StatusRule.of(throttling ? 429 : status);
        };
    }

    private static StatusRule validation(String words) {
        if (CONTEXT_WORDS.stream().anyMatch(words::contains)) {
            return new StatusRule(ErrorType.CONTEXT_TOO_LONG, false, Billing.UNBILLED);
        }
        return words.contains("model identifier") ? StatusRule.of(404) : StatusRule.of(400);
    }
}
