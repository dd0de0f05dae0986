package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares windows with a model that knows no calendar arithmetic: it walks a zone's local clock
 * minute by minute and starts a window whenever a new hour, date or month appears on it.
 */
class CalendarWindowModelTest {

    private static final List<String> ODD_ZONES =
            List.of(
                    "Europe/Luxembourg",
                    "America/New_York",
                    "America/St_Johns",
                    "America/Havana",
                    "America/Sao_Paulo",
                    "Australia/Lord_Howe",
                    "Asia/Kathmandu",
                    "Asia/Tehran",
                    "Asia/Gaza",
                    "Africa/Casablanca",
                    "Pacific/Apia",
                    "Pacific/Chatham",
                    "Antarctica/Troll",
                    "UTC");

    private static final List<WindowKind> KINDS = List.of(WindowKind.values());
    private static final Instant EARLIEST = Instant.parse("1975-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2037-12-31T00:00:00Z");

    @Test
    void agreesWithAWalkOverTheClockAroundEveryTransitionOfOddZones() {
        Seed.run(
                random -> {
                    for (String zone : ODD_ZONES) {
                        for (int i = 0; i < 6; i++) {
                            compareAround(nearATransition(ZoneId.of(zone), random), zone);
                        }
                    }
                });
    }

    @Test
    void agreesWithAWalkOverTheClockAroundTransitionsOfAnyZone() {
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        Seed.run(
                random -> {
                    for (int i = 0; i < 60; i++) {
                        String zone = zones.get(random.nextInt(zones.size()));
                        compareAround(nearATransition(ZoneId.of(zone), random), zone);
                    }
                });
    }

    @Test
    void agreesWithAWalkOverMonthEnds() {
        Seed.run(
                random -> {
                    for (String zone : ODD_ZONES) {
                        LocalDate monthEnd =
                                LocalDate.ofInstant(anyInstant(random), ZoneOffset.UTC)
                                        .withDayOfMonth(1)
                                        .minusDays(1);
                        compareAround(monthEnd.atStartOfDay(ZoneOffset.UTC).toInstant(), zone);
                    }
                });
    }

    @Test
    void tilesTimeInEveryZone() {
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        Seed.run(
                random -> {
                    for (int i = 0; i < 20_000; i++) {
                        ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
                        Instant instant = anyInstant(random).plusNanos(random.nextInt());
                        WindowKind kind = KINDS.get(random.nextInt(KINDS.size()));

                        CalendarWindow window = CalendarWindow.containing(kind, instant, zone);

                        assertThat(window.contains(instant)).as("%s %s", zone, instant).isTrue();
                        assertThat(CalendarWindow.containing(kind, window.start(), zone))
                                .isEqualTo(window);
                        assertThat(
                                        CalendarWindow.containing(
                                                kind, window.end().minusNanos(1), zone))
                                .isEqualTo(window);
                        assertThat(window.next().start()).isEqualTo(window.end());
                    }
                });
    }

    private static void compareAround(Instant middle, String zoneId) {
        ZoneId zone = ZoneId.of(zoneId);
        Instant from = middle.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofDays(2));
        int minutes = (int) Duration.ofDays(4).toMinutes();
        for (WindowKind kind : WindowKind.values()) {
            List<Instant> starts = modelStarts(kind, from, minutes, zone);
            for (int i = 0; i + 1 < starts.size(); i++) {
                Instant start = starts.get(i);
                Instant end = starts.get(i + 1);
                for (Instant t = start; t.isBefore(end); t = t.plus(Duration.ofMinutes(7))) {
                    assertWindow(kind, t, zone, start, end);
                }
                assertWindow(kind, end.minusNanos(1), zone, start, end);
            }
        }
    }

    private static void assertWindow(
            WindowKind kind, Instant at, ZoneId zone, Instant start, Instant end) {
        assertThat(CalendarWindow.containing(kind, at, zone))
                .as("%s of %s in %s", kind, at, zone)
                .isEqualTo(new CalendarWindow(kind, start, end, zone));
    }

    /** The starts of all windows that begin within the walk. */
    private static List<Instant> modelStarts(
            WindowKind kind, Instant from, int minutes, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        @Nullable Object shown = null;
        for (int i = 0; i <= minutes; i++) {
            Instant instant = from.plus(Duration.ofMinutes(i));
            Object now = onTheClock(kind, instant.atZone(zone), shown);
            if (shown != null && !Objects.equals(now, shown)) {
                starts.add(instant);
            }
            shown = now;
        }
        return starts;
    }

    private static Object onTheClock(WindowKind kind, ZonedDateTime local, @Nullable Object shown) {
        return switch (kind) {
            case HOUR ->
                    List.of(local.toLocalDate(), local.getHour(), local.getOffset().toString());
            case DAY -> latest(local.toLocalDate(), shown);
            case MONTH -> latest(local.toLocalDate().withDayOfMonth(1), shown);
        };
    }

    /** A date that was on the clock before does not come back. */
    private static LocalDate latest(LocalDate date, @Nullable Object shown) {
        return shown instanceof LocalDate former && former.isAfter(date) ? former : date;
    }

    private static Instant nearATransition(ZoneId zone, SplittableRandom random) {
        Instant instant = anyInstant(random);
        @Nullable ZoneOffsetTransition next = zone.getRules().nextTransition(instant);
        @Nullable ZoneOffsetTransition transition =
                next == null ? zone.getRules().previousTransition(instant) : next;
        return transition == null || transition.getInstant().isBefore(EARLIEST)
                ? instant
                : transition.getInstant();
    }

    private static Instant anyInstant(SplittableRandom random) {
        return Instant.ofEpochSecond(
                random.nextLong(EARLIEST.getEpochSecond(), LATEST.getEpochSecond()));
    }
}
