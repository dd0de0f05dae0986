package io.quaestor.ingest.submission;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Sensitivity;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.RequestId;
import java.util.Map;

/** Who asks, for what, and what is echoed. */
final class IdentityRules {

    /** User, use case and alias are parts of budget keys and metric labels. */
    private static final int LABEL_CHARS_MAX = 128;

    /** A sentence or two; it is journalled for as long as the journal lives. */
    private static final int AUDIT_REASON_CHARS_MAX = 2_000;

    /** More than any cloud has. */
    private static final int REGIONS_MAX = 100;

    private static final int METADATA_ENTRIES_MAX = 64;

    /** Metadata is echoed in every answer, rejections included. */
    private static final int METADATA_CHARS_MAX = 16 * 1024;

    private IdentityRules() {}

    static void check(LlmRequest request, Problems problems) {
        RequestId.problemIn(request.getRequestId())
                .ifPresent(why -> problems.invalid("requestId", why));
        Department.problemIn(request.getDepartment())
                .ifPresent(why -> problems.invalid("department", why));
        label("user", request.getUser(), problems);
        label("useCase", request.getUseCase(), problems);
        label("model", request.getModel(), problems);
        if (request.getModel().isEmpty()) {
            problems.invalid("model", "is empty");
        }
        if (request.getAuditReason().length() > AUDIT_REASON_CHARS_MAX) {
            problems.invalid(
                    "auditReason",
                    "is longer than %d characters".formatted(AUDIT_REASON_CHARS_MAX));
        }
        if (request.getSensitivity() == Sensitivity.UNKNOWN) {
            problems.invalid("sensitivity", "is unknown to this version");
        }
        regions(request, problems);
        if (!echoable(request.getMetadata())) {
            problems.invalid(
                    "metadata",
                    "has more than %d entries or %d characters"
                            .formatted(METADATA_ENTRIES_MAX, METADATA_CHARS_MAX));
        }
    }

    /** Whether an answer can carry it. */
    static boolean echoable(Map<String, String> metadata) {
        long chars = 0;
        for (var entry : metadata.entrySet()) {
            chars += entry.getKey().length() + entry.getValue().length();
        }
        return metadata.size() <= METADATA_ENTRIES_MAX && chars <= METADATA_CHARS_MAX;
    }

    private static void label(String field, String text, Problems problems) {
        Texts.problemInLabel(text, LABEL_CHARS_MAX).ifPresent(why -> problems.invalid(field, why));
    }

    private static void regions(LlmRequest request, Problems problems) {
        var regions = request.getAllowedRegions();
        if (regions.size() > REGIONS_MAX) {
            problems.invalid("allowedRegions", "has more than %d".formatted(REGIONS_MAX));
            return;
        }
        for (int i = 0; i < regions.size(); i++) {
            label("allowedRegions[%d]".formatted(i), regions.get(i), problems);
        }
    }
}
