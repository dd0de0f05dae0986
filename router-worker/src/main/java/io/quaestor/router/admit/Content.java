package io.quaestor.router.admit;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Job;
import io.quaestor.event.Message;
import io.quaestor.event.Progress;
import io.quaestor.event.Repair;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.Tool;
import io.quaestor.router.route.InputNeeds;
import io.quaestor.router.shape.Repairs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a waiting job that only its provider reads: messages, tools, response format, and the
 * reply that is to be repaired.
 *
 * <p>It may be set aside, for the job's record can be read again; what planning must know of it
 * stays. Not thread-safe.
 */
final class Content {
    private final Job job;
    private final Progress progress;
    private final InputNeeds needs;
    private boolean here = true;

    private Content(Job job, Progress progress) {
        this.job = job;
        this.progress = progress;
        this.needs = needs(job, progress.getRepair());
    }

    static Content of(AcceptedJob token) {
        return new Content(token.getJob(), new Progress(0, 0, 0, 0, 0L, List.of(), null));
    }

    static Content of(ReturnedJob token) {
        return new Content(token.getJob(), token.getProgress());
    }

    private static InputNeeds needs(Job job, @Nullable Repair repair) {
        var needs = InputNeeds.of(job);
        return repair == null
                ? needs
                : needs.plusTexts(Repairs.turns(repair).size(), Repairs.bytes(repair));
    }

    InputNeeds needs() {
        return needs;
    }

    long bytes() {
        return needs.inputBytes();
    }

    /** What the job has behind it, with the repair while that is here. */
    Progress progress() {
        return progress;
    }

    boolean isHere() {
        return here;
    }

    void setAside() {
        put(List.of(), List.of(), null, null);
        here = false;
    }

    /** Takes it from the job's record as it was read again. */
    void restore(Content again) {
        var request = again.job.getRequest();
        put(
                request.getMessages(),
                request.getTools(),
                request.getResponseFormat(),
                again.progress.getRepair());
        here = true;
    }

    private void put(
            List<Message> messages,
            List<Tool> tools,
            @Nullable ResponseFormat format,
            @Nullable Repair repair) {
        var request = job.getRequest();
        request.setMessages(messages);
        request.setTools(tools);
        request.setResponseFormat(format);
        progress.setRepair(repair);
    }
}
