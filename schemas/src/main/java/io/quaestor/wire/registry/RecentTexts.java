package io.quaestor.wire.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that were read lately. A hundred texts of a job repeat from job to job (department,
 * model, budgets, versions), and what is kept for as long as a call takes is copied by the
 * collector again and again: so each is kept once.
 *
 * <p>Safe for several threads: one that sees what another wrote, or does not, reads the same text.
 */
final class RecentTexts {

    /** Reads every text anew. */
    static final RecentTexts NONE = new RecentTexts(0);

    /** Longer ones are rarely read twice; so a cache takes at most some 150 KB. */
    static final int BYTES_MAX = 40;

    private static final int PLACES = 1 << 10;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private record Text(byte[] utf8, String text) {}

    private final @Nullable Text[] texts;

    RecentTexts() {
        this(PLACES);
    }

    private RecentTexts(int places) {
        this.texts = new Text[places];
    }

    /** The text whose UTF-8 these bytes are. */
    String text(byte[] bytes, int start, int length) {
        if (length > BYTES_MAX || texts.length == 0) {
            return new String(bytes, start, length, StandardCharsets.UTF_8);
        }
        int place = (int) (hash(bytes, start, length) >>> 32) & (texts.length - 1);
        var known = texts[place];
        if (known != null && isOf(known.utf8(), bytes, start, length)) {
            return known.text();
        }
        var utf8 = Arrays.copyOfRange(bytes, start, start + length);
        var read = new Text(utf8, new String(utf8, StandardCharsets.UTF_8));
        texts[place] = read;
        return read.text();
    }

    private static boolean isOf(byte[] utf8, byte[] bytes, int start, int length) {
        return Arrays.equals(utf8, 0, utf8.length, bytes, start, start + length);
    }

    /** Of the length, the first and the last eight bytes. */
    private static long hash(byte[] bytes, int start, int length) {
        long hash = length;
        if (length >= Long.BYTES) {
            hash = hash * MIX + (long) LONGS.get(bytes, start);
            return hash * MIX + (long) LONGS.get(bytes, start + length - Long.BYTES) * MIX;
        }
        for (int i = start; i < start + length; i++) {
            hash = hash * MIX + bytes[i];
        }
        return hash * MIX;
    }
}
