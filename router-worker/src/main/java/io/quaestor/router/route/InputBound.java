package io.quaestor.router.route;

import io.quaestor.event.ModelEntry;
import io.quaestor.kernel.PromptShape;
import io.quaestor.kernel.TokenBound;

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
    /** What the parts of one kind add on one model. */
    private record OfMedia(long tokens, long boundedBytes, boolean known) {
        static OfMedia of(InputNeeds.Media media, long boundPerPart) {
            return boundPerPart > 0
                    ? new OfMedia(
                            Math.multiplyExact(boundPerPart, media.count()), media.bytes(), true)
                    : new OfMedia(0, 0, media.byReference() == 0);
        }
    }

    static InputBound of(InputNeeds needs, ModelEntry model) {
        try {
            return exact(needs, model);
        } catch (ArithmeticException _) {
            // A bound of the catalogue that leaves the range bounds nothing.
            return new InputBound(Long.MAX_VALUE, false);
        }
    }

    private static InputBound exact(InputNeeds needs, ModelEntry model) {
        var images = OfMedia.of(needs.images(), model.getImageTokenBound());
        var documents = OfMedia.of(needs.documents(), model.getDocumentTokenBound());
        long boundedBytes = images.boundedBytes() + documents.boundedBytes();
        var shape =
                new PromptShape(
                        Math.max(0, needs.inputBytes() - boundedBytes),
                        needs.messages(),
                        needs.parts(),
                        needs.tools(),
                        needs.json() ? 1 : 0,
                        Math.addExact(images.tokens(), documents.tokens()));
        return new InputBound(TokenBound.of(shape), images.known() && documents.known());
    }
}
