package io.quaestor.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.quaestor.ingest.submission.JsonShape;
import java.io.IOException;

/**
 * Reads through a text without building anything of it; nesting beyond Jackson's bound of 1000
 * counts as malformed. Safe for several threads.
 */
final class JacksonShape implements JsonShape {

    private final JsonFactory factory =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    @Override
    public boolean isObject(String text) {
        try (var parser = factory.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
