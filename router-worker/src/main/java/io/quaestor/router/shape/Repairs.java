package io.quaestor.router.shape;

import io.quaestor.event.FinishReason;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Repair;
import io.quaestor.event.Role;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TextPart;
import io.quaestor.router.provider.ProviderReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asking again for the form: when, and in which words. Pure.
 *
 * <p>The next call carries the conversation as it was, the reply as the assistant's turn, and the
 * user's turn that lists what is wrong. An earlier repair is not repeated: input does not grow with
 * their number.
 */
public final class Repairs {
    /** Each is a paid call: more than that is not honoured whatever the request says. */
    public static final int MOST = 5;

    /**
     * A longer reply is not asked for again: it travels with the job's token through three topics
     * and is paid once more as input.
     */
    static final int REPLY_BYTES_MAX = 64 * 1024;

    private Repairs() {}

    /** What the next call is to carry; empty when the job ends with this reply. */
    public static Optional<Repair> next(
            RoutedJob job, ProviderReply.Completed reply, Shape.Missed missed) {
        var format = job.getJob().getRequest().getResponseFormat();
        int wanted = format == null ? 0 : Math.min(format.getMaxRepairs(), MOST);
        boolean repairs =
                job.getProgress().getRepairs() < wanted
                        && missed.repairable()
                        && !isCut(reply)
                        && utf8Bytes(reply.content()) <= REPLY_BYTES_MAX;
        return repairs
                ? Optional.of(
                        new Repair(
                                reply.content(), missed.flaws().stream().map(Flaw::text).toList()))
                : Optional.empty();
    }

    /** The same limit would cut the next reply too. */
    public static boolean isCut(ProviderReply.Completed reply) {
        return reply.finishReason() == FinishReason.LENGTH;
    }

    /** The request as it is to be sent. */
    public static LlmRequest asking(LlmRequest request, @Nullable Repair repair) {
        if (repair == null) {
            return request;
        }
        var messages = new ArrayList<>(request.getMessages());
        messages.addAll(turns(repair));
        var asking = shared(request);
        asking.setMessages(messages);
        return asking;
    }

    /** Another request of the same fields: a builder would copy every image in it. */
    private static LlmRequest shared(LlmRequest request) {
        var shared = new LlmRequest();
        for (var field : LlmRequest.getClassSchema().getFields()) {
            shared.put(field.pos(), request.get(field.pos()));
        }
        return shared;
    }

    /** What a repair adds to the conversation. */
    public static List<Message> turns(Repair repair) {
        var turns = new ArrayList<Message>();
        // Providers refuse a turn without text.
        if (!repair.getReply().isBlank()) {
            turns.add(turn(Role.ASSISTANT, repair.getReply()));
        }
        turns.add(turn(Role.USER, question(repair)));
        return turns;
    }

    /** UTF-8 bytes of what a repair adds. */
    public static long bytes(Repair repair) {
        return turns(repair).stream()
                .flatMap(turn -> turn.getParts().stream())
                .mapToLong(part -> part instanceof TextPart text ? utf8Bytes(text.getText()) : 0)
                .sum();
    }

    private static Message turn(Role role, String text) {
        return new Message(role, List.of(new TextPart(text)), "");
    }

    private static String question(Repair repair) {
        var question = new StringBuilder("Your last reply does not have the required form:\n");
        repair.getErrors().forEach(error -> question.append("- ").append(error).append('\n'));
        return question.append("Reply with the corrected JSON only, without any other text.")
                .toString();
    }

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
