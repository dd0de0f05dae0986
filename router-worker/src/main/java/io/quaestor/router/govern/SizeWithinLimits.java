package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** The input is within the department's limit. */
final class SizeWithinLimits implements Rule {
    @Override
    public String name() {
        return "size";
    }

    @Override
    public Verdict judge(Case theCase) {
        long bytes = theCase.job().getInputBytes();
        long limit =
                theCase.department()
                        .map(department -> department.getMaxInputBytes())
                        .orElse(Long.MAX_VALUE);
        return bytes <= limit
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.TOO_LARGE,
                        "messages",
                        "input of %d bytes, the limit is %d".formatted(bytes, limit));
    }
}
