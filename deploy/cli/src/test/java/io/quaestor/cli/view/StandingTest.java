package io.quaestor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");

    @Test
    void keepsTheNewestStateOfEachWindow() {
        var newest = Standing.newest(List.of(state(START, 1), state(START, 7)));
        assertThat(newest).extracting(BudgetState::getSettledNanoUsd).containsExactly(7L);
    }

    @Test
    void knowsWhichWindowAMomentLiesIn() {
        var state = state(START, 1);
        assertThat(Standing.isIn(state, START)).isTrue();
        assertThat(Standing.isIn(state, START.plus(Duration.ofDays(1)))).isFalse();
        assertThat(Standing.isIn(state, START.minusMillis(1))).isFalse();
    }

    @Test
    void showsEachLimitWithItsShareRoundedDown() {
        var out = new StringWriter();
        Standing.of(List.of(state(START, 1_999_999_999L))).print(Format.CSV, new PrintWriter(out));
        assertThat(out.toString().lines())
                .last()
                .isEqualTo(
                        "legal-day,legal,stop,day,warned,99.9%,1.999999999,0,2,2026-03-11T00:00:00Z");
    }

    private static BudgetState state(Instant start, long settledNanoUsd) {
        var limit =
                new BudgetLimit(
                        "legal-day",
                        BudgetMode.STOP,
                        2_000_000_000L,
                        1L,
                        BudgetStatus.WARNED,
                        50,
                        BreachCause.UNKNOWN);
        return new BudgetState(
                "legal",
                SpendLevel.DEPARTMENT,
                "legal",
                new Window(WindowType.DAY, start, start.plus(Duration.ofDays(1)), "UTC"),
                settledNanoUsd,
                0L,
                List.of(limit),
                "e",
                1L);
    }
}
