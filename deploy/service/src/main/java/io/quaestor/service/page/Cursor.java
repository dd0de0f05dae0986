package io.quaestor.service.page;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The position behind which a list goes on; opaque to whoever sends it back.
 *
 * @param list the list that it belongs to
 * @param position sort key of the last item shown
 */
public record Cursor(String list, List<String> position) {

    /** No sort key of ours is longer; whoever sends more did not get it from us. */
    static final int LONGEST = 2_048;

    private static final String SEPARATOR = "&";

    public Cursor {
        position = List.copyOf(position);
    }

    public String encoded() {
        var text =
                Stream.concat(Stream.of(list), position.stream())
                        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(SEPARATOR));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when this is no cursor. */
    static Optional<Cursor> decoded(String encoded) {
        if (encoded.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            var parts =
                    Arrays.stream(text.split(SEPARATOR, -1))
                            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                            .toList();
            return Optional.of(new Cursor(parts.getFirst(), parts.subList(1, parts.size())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
