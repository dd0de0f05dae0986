package io.quaestor.router.attempt;

import io.quaestor.event.ToolCallPart;
import io.quaestor.router.provider.ToolCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What the records hold of a reply. Pure. */
final class ReplyJson {
    static List<ToolCallPart> toolCalls(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> new ToolCallPart(call.id(), call.name(), call.arguments()))
                .toList();
    }

    /** What the journal keeps of a reply. */
    static ByteBuffer sha256(String content) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private ReplyJson() {}
}
