package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** The output asked for is something, and within the department's limit. */
final class ParametersWithinLimits implements Rule {
    @Override
    public String name() {
        return "parameters";
    }

    @Override
    public Verdict judge(Case theCase) {
        var wanted = theCase.request().getMaxOutputTokens();
        int limit =
                theCase.department().map(department -> department.getMaxOutputTokens()).orElse(0);
        if (wanted != null && wanted < 1) {
            return new Verdict.Deny(
                    ErrorType.PARAMETER_OUT_OF_RANGE,
                    "maxOutputTokens",
                    "%d output tokens, the least is 1".formatted(wanted));
        }
        return wanted == null || limit == 0 || wanted <= limit
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.PARAMETER_OUT_OF_RANGE,
                        "maxOutputTokens",
                        "%d output tokens, the limit is %d".formatted(wanted, limit));
    }
}
