package io.quaestor.router.admit;

import io.quaestor.event.Job;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.Tool;
import io.quaestor.router.route.InputNeeds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a waiting job that only its provider reads: messages, tools, response format.
 *
 * <p>It may be set aside, for the job's record can be read again; what planning must know of it
 * stays. Not thread-safe.
 */
final class Content {
    private final Job job;
    private final InputNeeds needs;
    private boolean here = true;

    Content(Job job) {
        this.job = job;
        this.needs = InputNeeds.of(job);
    }

    InputNeeds needs() {
        return needs;
    }

    long bytes() {
        return needs.inputBytes();
    }

    boolean isHere() {
        return here;
    }

    void setAside() {
        put(List.of(), List.of(), null);
        here = false;
    }

    /** Takes it from the job's record as it was read again. */
    void restore(Job again) {
        var request = again.getRequest();
        put(request.getMessages(), request.getTools(), request.getResponseFormat());
        here = true;
    }

    private void put(List<Message> messages, List<Tool> tools, @Nullable ResponseFormat format) {
        var request = job.getRequest();
        request.setMessages(messages);
        request.setTools(tools);
        request.setResponseFormat(format);
    }
}
