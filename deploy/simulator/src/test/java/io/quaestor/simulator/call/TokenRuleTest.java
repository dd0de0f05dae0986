package io.quaestor.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.Seed;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenRuleTest {

    @Test
    void countsFourUtf8BytesAsOneToken() {
        assertThat(TokenRule.of("")).isZero();
        assertThat(TokenRule.of("a")).isEqualTo(1);
        assertThat(TokenRule.of("abcd")).isEqualTo(1);
        assertThat(TokenRule.of("abcde")).isEqualTo(2);
        assertThat(TokenRule.of("äöü")).isEqualTo(2);
        assertThat(TokenRule.of("😀")).isEqualTo(1);
    }

    @Test
    void countsAndCutsAnyTextAsItsUtf8BytesSay() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 2_000; i++) {
                        String text = text(random);
                        long tokens = Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, 4);
                        int most = random.nextInt(0, 12);
                        String cut = TokenRule.cut(text, most);

                        assertThat(TokenRule.of(text)).isEqualTo(tokens);
                        assertThat(text).startsWith(cut);
                        assertThat(TokenRule.of(cut)).isEqualTo(Math.min(tokens, most));
                    }
                });
    }

    @Test
    void countsSchemasAndImagesAsInput() {
        ProviderCall call =
                new ProviderCall(
                        Protocol.OPENAI,
                        "m",
                        "",
                        "abcd",
                        "abcd",
                        "abcd",
                        5,
                        2,
                        OptionalInt.empty(),
                        new AnswerFormat.Text());

        assertThat(TokenRule.input(call)).isEqualTo(3 + 2 * 256);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(0, 20);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(1, 0x80);
                        case 1 -> random.nextInt(0x80, 0x800);
                        case 2 -> random.nextInt(0x800, 0x10000);
                        default -> random.nextInt(0x10000, 0x110000);
                    });
        }
        return text.toString();
    }
}
