package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final String ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final int ROUNDS = 20_000;
    private static final String PARENT = "00-" + ID + "-" + SPAN + "-01";

    @Test
    void readsWhatW3cGivesAsItsExample() {
        var trace = Trace.read(PARENT, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7").orElseThrow();

        assertThat(trace.traceId()).isEqualTo(ID);
        assertThat(trace.spanId()).isEqualTo(SPAN);
        assertThat(trace.traceparent()).isEqualTo(PARENT);
        assertThat(trace.state()).isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-a\r\nx-evil: 1"
            })
    void takesAnythingElseForNoTrace(String traceparent) {
        assertThat(Trace.read(traceparent, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"00,00", "01,01", "03,03", "ff,03", "fc,00"})
    void keepsTheFlagsItKnows(String sent, String kept) {
        var trace = Trace.read("00-" + ID + "-" + SPAN + "-" + sent, "").orElseThrow();

        assertThat(trace.traceparent()).isEqualTo("00-" + ID + "-" + SPAN + "-" + kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cc-%s-%s-01", "01-%s-%s-01-what-comes-later"})
    void writesALaterVersionAsItsOwn(String format) {
        assertThat(Trace.read(format.formatted(ID, SPAN), "").orElseThrow().traceparent())
                .isEqualTo(PARENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1", "a=1, b=2\t,,c@d=x y", "0a/b-c_*=!~", ""})
    void keepsAStateByTheRules(String state) {
        assertThat(Trace.read(PARENT, state).orElseThrow().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "A=1", "a=", "a=1=2", "a=é", "a=1\r\nx-evil: 1", "a=1\n"})
    void leavesOutAStateThatBreaksThem(String state) {
        var trace = Trace.read(PARENT, state).orElseThrow();

        assertThat(trace.state()).isEmpty();
        assertThat(trace.traceparent()).isEqualTo(PARENT);
    }

    @Test
    void leavesOutAStateThatIsTooLong() {
        assertThat(stateOf("a=" + "x".repeat(510))).isEmpty();
        assertThat(stateOf("a=" + "x".repeat(250) + ",b=" + "x".repeat(255))).isNotEmpty();
        assertThat(stateOf("a=" + "x".repeat(250) + ",b=" + "x".repeat(256) + ",,,")).isEmpty();
        assertThat(stateOf(members(32))).isNotEmpty();
        assertThat(stateOf(members(33))).isEmpty();
    }

    private static String stateOf(String state) {
        return Trace.read(PARENT, state).orElseThrow().state();
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "k" + i + "=v")
                .collect(Collectors.joining(","));
    }

    @Test
    void namesTheSameCallAlikeForEver() {
        var child = Trace.read(PARENT, "a=1").orElseThrow().child("job/7/1/1");

        // printf %s job/7/1/1 | sha256sum
        assertThat(child.traceparent()).isEqualTo("00-" + ID + "-44c035a229bf9a63-01");
        assertThat(child.state()).isEqualTo("a=1");
    }

    @Test
    void givesEveryAttemptASpanOfItsOwn() {
        var trace = Trace.read(PARENT, "").orElseThrow();

        var spans = IntStream.range(1, 10_000).mapToObj(i -> trace.child("job/7/1/" + i).spanId());

        assertThat(spans).doesNotHaveDuplicates().doesNotContain(SPAN);
    }

    @Test
    void canAlwaysBeWrittenAsHeaders() {
        Seed.run(
                random -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        var parent = damaged(PARENT, random);
                        var state = damaged("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7", random);
                        Trace.read(parent, state).ifPresent(TraceTest::isWritable);
                    }
                });
    }

    private static void isWritable(Trace trace) {
        assertThat(Trace.read(trace.traceparent(), trace.state())).contains(trace);
        assertThat(trace.traceparent() + trace.state()).matches("[\\x20-\\x7e\\t]*");
    }

    private static String damaged(String text, SplittableRandom random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int damages = random.nextInt(3);
        for (int i = 0; i < damages; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
