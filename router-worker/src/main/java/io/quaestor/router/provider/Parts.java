package io.quaestor.router.provider;

import io.quaestor.event.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What both request mappers need of message parts. Pure. */
public final class Parts {

    private Parts() {}

    /** The parts of one type, in order. */
    public static <T> List<T> of(Class<T> type, Message message) {
        return message.getParts().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The bytes, copied: the record's buffer may be shared and keeps its position. */
    public static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    /**
     * The URI, or the bytes in the form wanted.
     *
     * @throws UnsendableException unless exactly one of the two is there
     */
    public static String exactlyOne(
            String what,
            @Nullable ByteBuffer data,
            @Nullable String uri,
            Function<ByteBuffer, String> form) {
        if (data != null && uri == null) {
            return form.apply(data);
        }
        if (uri != null && data == null) {
            return uri;
        }
        throw new UnsendableException(what + " needs either bytes or a URI");
    }
}
