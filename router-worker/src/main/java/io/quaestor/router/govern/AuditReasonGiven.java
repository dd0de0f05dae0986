package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** A department that must account for its use says why it asks. */
final class AuditReasonGiven implements Rule {
    @Override
    public String name() {
        return "audit-reason";
    }

    @Override
    public Verdict judge(Case theCase) {
        boolean required =
                theCase.department()
                        .map(department -> department.getAuditReasonRequired())
                        .orElse(false);
        return required && theCase.request().getAuditReason().isBlank()
                ? new Verdict.Deny(
                        ErrorType.AUDIT_REASON_MISSING,
                        "auditReason",
                        "this department must give an audit reason")
                : Verdict.ALLOW;
    }
}
