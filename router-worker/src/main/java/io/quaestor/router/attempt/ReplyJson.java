package io.quaestor.router.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.ToolCallPart;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ToolCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a reply, when one was asked for.
 *
 * @param text compact JSON; null when none was asked for or the reply is none
 * @param isInvalid one was asked for and the reply is none
 */
record ReplyJson(@Nullable String text, boolean isInvalid) {
    private static final ReplyJson NONE = new ReplyJson(null, false);

    /** Text behind a JSON value is not JSON. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static ReplyJson of(@Nullable ResponseFormat format, ProviderReply.Completed reply) {
        if (format == null
                || format.getKind() == ResponseKind.TEXT
                || !reply.toolCalls().isEmpty()) {
            return NONE;
        }
        try {
            var tree = JSON.readTree(reply.content());
            return tree == null || tree.isMissingNode()
                    ? new ReplyJson(null, true)
                    : new ReplyJson(JSON.writeValueAsString(tree), false);
        } catch (JsonProcessingException _) {
            // The text goes to the requester as content; what is wrong with it would quote the
            // reply.
            return new ReplyJson(null, true);
        }
    }

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
}
