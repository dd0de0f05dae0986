package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LivenessTest {

    @Test
    void namesAFailureAndItsCausesWithoutTheirMessages() {
        var cause = new IllegalArgumentException("user=admin at db.internal");
        assertThat(Liveness.named(new IllegalStateException("no database", cause)))
                .isEqualTo("IllegalStateException <- IllegalArgumentException");
    }

    @Test
    void endsWithAChainThatIsACircle() {
        var one = new IllegalStateException("one");
        var other = new IllegalArgumentException("other", one);
        one.initCause(other);
        assertThat(Liveness.named(one)).startsWith("IllegalStateException <- IllegalArgument");
    }
}
