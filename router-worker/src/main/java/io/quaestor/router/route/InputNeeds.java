package io.quaestor.router.route;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.Job;
import io.quaestor.event.ResponseKind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What planning must know of a job's content: enough to find its routes and bounds without holding
 * the content itself.
 *
 * @param inputBytes UTF-8 bytes of everything sent, media that travel in the request included
 * @param json whether the reply must be JSON
 */
public record InputNeeds(
        long inputBytes,
        int messages,
        int parts,
        int tools,
        boolean json,
        Media images,
        Media documents) {
    /**
     * Parts of one kind.
     *
     * @param bytes of those that travel in the request
     * @param byReference how many the provider fetches itself
     */
    public record Media(int count, long bytes, int byReference) {
        static final Media NONE = new Media(0, 0, 0);

        Media plus(@Nullable ByteBuffer data) {
            return data == null
                    ? new Media(count + 1, bytes, byReference + 1)
                    : new Media(count + 1, bytes + data.remaining(), byReference);
        }

        boolean isPresent() {
            return count > 0;
        }
    }

    /** With further messages of one text each. */
    public InputNeeds plusTexts(int count, long utf8Bytes) {
        return new InputNeeds(
                inputBytes + utf8Bytes,
                messages + count,
                parts + count,
                tools,
                json,
                images,
                documents);
    }

    public static InputNeeds of(Job job) {
        var request = job.getRequest();
        var images = Media.NONE;
        var documents = Media.NONE;
        int parts = 0;
        for (var message : request.getMessages()) {
            for (var part : message.getParts()) {
                parts++;
                switch (part) {
                    case ImagePart image -> images = images.plus(image.getData());
                    case DocumentPart document -> documents = documents.plus(document.getData());
                    default -> {}
                }
            }
        }
        var format = request.getResponseFormat();
        return new InputNeeds(
                job.getInputBytes(),
                request.getMessages().size(),
                parts,
                request.getTools().size(),
                format != null && format.getKind() != ResponseKind.TEXT,
                images,
                documents);
    }
}
