package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.kernel.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RecentTextsTest {

    private static final String LETTERS = "abcdefgh-é€𝄞";

    @Test
    void readsWhatTheBytesSayWhateverWasReadBefore() {
        Seed.run(
                random -> {
                    var texts = new RecentTexts();
                    var said = new ArrayList<byte[]>();
                    for (int i = 0; i < 3_000; i++) {
                        said.add(utf8(random));
                    }
                    for (int i = 0; i < 20_000; i++) {
                        var utf8 = said.get(random.nextInt(said.size()));
                        int before = random.nextInt(4);
                        var bytes = new byte[before + utf8.length + random.nextInt(4)];
                        random.nextBytes(bytes);
                        System.arraycopy(utf8, 0, bytes, before, utf8.length);

                        assertThat(texts.text(bytes, before, utf8.length))
                                .isEqualTo(new String(utf8, StandardCharsets.UTF_8));
                    }
                });
    }

    @Test
    void keepsAShortTextOnce() {
        var texts = new RecentTexts();
        var one = "research".getBytes(StandardCharsets.UTF_8);
        var other = "a research".getBytes(StandardCharsets.UTF_8);

        assertThat(texts.text(other, 2, 8)).isSameAs(texts.text(one, 0, 8));
    }

    @Test
    void keepsNoLongText() {
        var texts = new RecentTexts();
        var longest = "x".repeat(RecentTexts.BYTES_MAX).getBytes(StandardCharsets.UTF_8);
        var longer = "x".repeat(RecentTexts.BYTES_MAX + 1).getBytes(StandardCharsets.UTF_8);

        assertThat(texts.text(longest, 0, longest.length))
                .isSameAs(texts.text(longest, 0, longest.length));
        assertThat(texts.text(longer, 0, longer.length))
                .isEqualTo("x".repeat(longer.length))
                .isNotSameAs(texts.text(longer, 0, longer.length));
    }

    /**
     * Few letters and like beginnings, so that texts differ in little; some are no UTF-8 at all.
     */
    private static byte[] utf8(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(RecentTexts.BYTES_MAX); i > 0; i--) {
            text.appendCodePoint(
                    LETTERS.codePoints()
                            .skip(random.nextInt((int) LETTERS.codePoints().count()))
                            .findFirst()
                            .orElseThrow());
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
