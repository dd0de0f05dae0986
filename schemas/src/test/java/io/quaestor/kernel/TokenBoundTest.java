package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenBoundTest {

    @Test
    void countsEveryByteAndTheTemplate() {
        assertThat(TokenBound.of(PromptShape.text(1000, 2))).isEqualTo(1000 + 64 + 2 * 16 + 2 * 8);
    }

    @Test
    void addsToolsSchemasAndMedia() {
        PromptShape shape = new PromptShape(10, 1, 3, 2, 1, 5000);

        assertThat(TokenBound.of(shape))
                .isEqualTo(10 + 64 + 16 + 3 * 8 + 1024 + 2 * 64 + 512 + 5000);
    }

    @Test
    void neverFallsWhenAPromptGrows() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 1000; i++) {
                        int bytes = random.nextInt(1_000_000);
                        int messages = random.nextInt(1000);
                        int tools = random.nextInt(100);
                        long bound =
                                TokenBound.of(
                                        new PromptShape(bytes, messages, messages, tools, 0, 0));
                        long grown =
                                TokenBound.of(
                                        new PromptShape(
                                                bytes + 1L,
                                                messages + 1,
                                                messages + 1,
                                                tools + 1,
                                                1,
                                                1));
                        assertThat(bound).isGreaterThanOrEqualTo(bytes);
                        assertThat(grown).isGreaterThan(bound);
                    }
                });
    }

    @Test
    void saysWhenTheBoundLeavesTheRange() {
        assertThatThrownBy(() -> TokenBound.of(PromptShape.text(Long.MAX_VALUE, 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> PromptShape.text(-1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
