package io.quaestor.router.route;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.Job;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ResponseKind;
import io.quaestor.kernel.PromptShape;
import io.quaestor.kernel.TokenBound;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The most input tokens a job can have on one model.
 *
 * <p>An image or document counts as the model's catalogue bounds it. Without such a bound one that
 * travels in the request counts a token a byte, and of one that the provider fetches nobody knows.
 *
 * @param tokens of what is known
 * @param known false when a part has no bound, so that the whole has none
 */
record InputBound(long tokens, boolean known) {
    /** Adds up the parts on one model. */
    private static final class Media {
        private long tokens;
        private long boundedBytes;
        private boolean known = true;

        void add(long bound, @Nullable ByteBuffer data) {
            if (bound > 0) {
                tokens = Math.addExact(tokens, bound);
                boundedBytes += data == null ? 0 : data.remaining();
            } else if (data == null) {
                known = false;
            }
        }
    }

    static InputBound of(Job job, ModelEntry model) {
        try {
            return exact(job, model);
        } catch (ArithmeticException _) {
            // A bound of the catalogue that leaves the range bounds nothing.
            return new InputBound(Long.MAX_VALUE, false);
        }
    }

    private static InputBound exact(Job job, ModelEntry model) {
        var request = job.getRequest();
        var media = new Media();
        int parts = 0;
        for (var message : request.getMessages()) {
            for (var part : message.getParts()) {
                parts++;
                switch (part) {
                    case ImagePart image -> media.add(model.getImageTokenBound(), image.getData());
                    case DocumentPart document ->
                            media.add(model.getDocumentTokenBound(), document.getData());
                    default -> {}
                }
            }
        }
        var format = request.getResponseFormat();
        var shape =
                new PromptShape(
                        Math.max(0, job.getInputBytes() - media.boundedBytes),
                        request.getMessages().size(),
                        parts,
                        request.getTools().size(),
                        format != null && format.getKind() != ResponseKind.TEXT ? 1 : 0,
                        media.tokens);
        return new InputBound(TokenBound.of(shape), media.known);
    }
}
