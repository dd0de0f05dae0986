package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarWindowTest {

    private static final ZoneId LUXEMBOURG = ZoneId.of("Europe/Luxembourg");
    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

    @Test
    void makesADayOfTwentyFiveHoursWhenClocksGoBack() {
        CalendarWindow day = containing(WindowKind.DAY, "2026-10-25T12:00:00Z", LUXEMBOURG);

        assertThat(day.start()).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(day.end()).isEqualTo("2026-10-25T23:00:00Z");
        assertThat(length(day)).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void makesADayOfTwentyThreeHoursWhenClocksGoForward() {
        CalendarWindow day = containing(WindowKind.DAY, "2026-03-29T12:00:00Z", LUXEMBOURG);

        assertThat(length(day)).isEqualTo(Duration.ofHours(23));
        assertThat(day.startText()).isEqualTo("2026-03-28T23:00:00Z");
    }

    @Test
    void makesTwoWindowsOfTheRepeatedHour() {
        CalendarWindow summer = containing(WindowKind.HOUR, "2026-10-25T00:30:00Z", LUXEMBOURG);
        CalendarWindow winter = containing(WindowKind.HOUR, "2026-10-25T01:30:00Z", LUXEMBOURG);

        assertThat(summer.start()).isEqualTo("2026-10-25T00:00:00Z");
        assertThat(winter.start()).isEqualTo("2026-10-25T01:00:00Z");
        assertThat(summer.next()).isEqualTo(winter);
        assertThat(summer.start().atZone(LUXEMBOURG).toLocalTime())
                .isEqualTo(winter.start().atZone(LUXEMBOURG).toLocalTime());
    }

    @Test
    void skipsTheHourThatClocksSkip() {
        CalendarWindow before = containing(WindowKind.HOUR, "2026-03-29T00:59:59.999Z", LUXEMBOURG);

        assertThat(before.end()).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(before.next().start().atZone(LUXEMBOURG).getHour()).isEqualTo(3);
    }

    @Test
    void shortensHoursWhereClocksShiftByHalfAnHour() {
        assertThat(hourLengthsAround("2026-10-03T15:30:00Z")).containsExactly(60, 30, 60);
        assertThat(hourLengthsAround("2026-04-04T15:00:00Z")).containsExactly(60, 30, 60);
    }

    @Test
    void followsHoursOfZonesThatAreNotWholeHoursFromUtc() {
        CalendarWindow hour =
                containing(WindowKind.HOUR, "2026-05-01T00:20:00Z", ZoneId.of("Asia/Kathmandu"));

        assertThat(hour.start()).isEqualTo("2026-05-01T00:15:00Z");
        assertThat(hour.end()).isEqualTo("2026-05-01T01:15:00Z");
    }

    @Test
    void startsADayWhereMidnightDoesNotExistAtItsFirstInstant() {
        CalendarWindow day =
                containing(WindowKind.DAY, "2018-11-04T12:00:00Z", ZoneId.of("America/Sao_Paulo"));

        assertThat(day.start()).isEqualTo("2018-11-04T03:00:00Z");
        assertThat(length(day)).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void hasNoWindowForADateThatAZoneSkipped() {
        CalendarWindow before =
                containing(WindowKind.DAY, "2011-12-30T09:59:59Z", ZoneId.of("Pacific/Apia"));

        assertThat(before.end()).isEqualTo("2011-12-30T10:00:00Z");
        assertThat(before.next().start().atZone(before.zone()).toLocalDate())
                .isEqualTo("2011-12-31");
    }

    @Test
    void keepsADateThatHasBegunWhenClocksGoBackOverMidnight() {
        // At 00:01 on 1 November 2009 the clocks of St. John's went back to 23:01 on 31 October.
        ZoneId stJohns = ZoneId.of("America/St_Johns");
        String repeated = "2009-11-01T02:40:00Z";

        CalendarWindow day = containing(WindowKind.DAY, repeated, stJohns);
        CalendarWindow month = containing(WindowKind.MONTH, repeated, stJohns);

        assertThat(day.start()).isEqualTo("2009-11-01T02:30:00Z");
        assertThat(month.start()).isEqualTo(day.start());
        assertThat(Instant.parse(repeated).atZone(stJohns).toLocalDate()).isEqualTo("2009-10-31");
    }

    @Test
    void endsMonthsAtTheirRealEnd() {
        assertThat(containing(WindowKind.MONTH, "2028-02-29T22:59:59Z", LUXEMBOURG).end())
                .isEqualTo("2028-02-29T23:00:00Z");
        assertThat(containing(WindowKind.MONTH, "2026-02-28T23:00:00Z", LUXEMBOURG).end())
                .isEqualTo("2026-03-31T22:00:00Z");
        assertThat(containing(WindowKind.MONTH, "2026-12-31T22:59:59.999Z", LUXEMBOURG).end())
                .isEqualTo("2026-12-31T23:00:00Z");
    }

    @Test
    void includesItsStartAndExcludesItsEnd() {
        CalendarWindow day = containing(WindowKind.DAY, "2026-05-05T05:05:05Z", LUXEMBOURG);

        assertThat(day.contains(day.start())).isTrue();
        assertThat(day.contains(day.end().minusNanos(1))).isTrue();
        assertThat(day.contains(day.end())).isFalse();
        assertThat(day.contains(day.start().minusNanos(1))).isFalse();
    }

    @Test
    void refusesAnEmptyInterval() {
        assertThatThrownBy(
                        () ->
                                new CalendarWindow(
                                        WindowKind.DAY, Instant.EPOCH, Instant.EPOCH, LUXEMBOURG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> hourLengthsAround(String transition) {
        CalendarWindow window =
                CalendarWindow.containing(
                        WindowKind.HOUR,
                        Instant.parse(transition).minus(Duration.ofMinutes(61)),
                        LORD_HOWE);
        List<Integer> minutes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            window = window.next();
            minutes.add((int) length(window).toMinutes());
        }
        return minutes;
    }

    private static Duration length(CalendarWindow window) {
        return Duration.between(window.start(), window.end());
    }

    private static CalendarWindow containing(WindowKind kind, String instant, ZoneId zone) {
        return CalendarWindow.containing(kind, Instant.parse(instant), zone);
    }
}
