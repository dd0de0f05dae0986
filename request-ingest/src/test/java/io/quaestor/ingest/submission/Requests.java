package io.quaestor.ingest.submission;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import java.util.List;

/** Requests for tests. */
public final class Requests {

    private Requests() {}

    /** A small valid request. */
    public static LlmRequest valid(String requestId, String department) {
        return LlmRequest.newBuilder()
                .setRequestId(requestId)
                .setDepartment(department)
                .setUser("ada")
                .setAuditReason("quarterly report")
                .setModel("fast")
                .setMessages(List.of(text(Role.USER, "Summarise this.")))
                .build();
    }

    public static Message text(Role role, String text) {
        return new Message(role, List.of(new TextPart(text)), "");
    }
}
