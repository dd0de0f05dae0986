package io.quaestor.kernel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A calendar hour, day or month of a time zone, as the half-open interval {@code [start, end)}.
 *
 * <p>Invariant: the windows of one kind and zone tile time, without gap or overlap, whatever the
 * zone's clocks do:
 *
 * <ul>
 *   <li>A <b>day</b> runs from the first instant of a date to the first instant of the next, so it
 *       has 23, 24 or 25 hours, and a date that a zone skipped (Apia, 2011-12-30) has no window.
 *       Where clocks went back over midnight, the repeated minutes belong to the date that had
 *       begun.
 *   <li>A <b>month</b> runs from the first instant of its first day to that of the next month.
 *   <li>An <b>hour</b> is the time with the same local date, hour and UTC offset: when clocks go
 *       back, the repeated hour is two windows, when they go forward, the skipped hour is none. A
 *       shift of half an hour (Lord Howe) makes a shorter window. An hour never exceeds 60 minutes.
 * </ul>
 */
public record CalendarWindow(WindowKind kind, Instant start, Instant end, ZoneId zone) {

    /**
     * @throws IllegalArgumentException when the interval is empty
     */
    public CalendarWindow {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("window must start before it ends: " + start);
        }
    }

    /** The one window of this kind and zone that contains the instant. */
    public static CalendarWindow containing(WindowKind kind, Instant instant, ZoneId zone) {
        return switch (kind) {
            case HOUR -> hour(instant, zone);
            case DAY -> dates(kind, instant, zone, instant.atZone(zone).toLocalDate());
            case MONTH ->
                    dates(
                            kind,
                            instant,
                            zone,
                            instant.atZone(zone).toLocalDate().withDayOfMonth(1));
        };
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** The window that begins where this one ends. */
    public CalendarWindow next() {
        return containing(kind, end, zone);
    }

    /**
     * The start in ISO 8601, UTC, for example {@code 2026-03-28T23:00:00Z}: with the kind it names
     * the window in keys, and the repeated hours of an autumn night differ in it.
     */
    public String startText() {
        return start.toString();
    }

    private static CalendarWindow hour(Instant instant, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        ZonedDateTime local = instant.atZone(rules.getOffset(instant));
        Instant start = local.truncatedTo(ChronoUnit.HOURS).toInstant();
        Instant end = start.plus(1, ChronoUnit.HOURS);
        // previousTransition is strictly before its argument; one at the instant itself counts too.
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        if (before != null && before.getInstant().isAfter(start)) {
            start = before.getInstant();
        }
        ZoneOffsetTransition after = rules.nextTransition(instant);
        if (after != null && after.getInstant().isBefore(end)) {
            end = after.getInstant();
        }
        return new CalendarWindow(WindowKind.HOUR, start, end, zone);
    }

    private static CalendarWindow dates(
            WindowKind kind, Instant instant, ZoneId zone, LocalDate localFirst) {
        LocalDate first = localFirst;
        // Clocks that go back over midnight show the former date again after the next has begun.
        while (!instant.isBefore(startOf(following(kind, first), zone))) {
            first = following(kind, first);
        }
        return new CalendarWindow(
                kind, startOf(first, zone), startOf(following(kind, first), zone), zone);
    }

    private static LocalDate following(WindowKind kind, LocalDate first) {
        return kind == WindowKind.MONTH ? first.plusMonths(1) : first.plusDays(1);
    }

    private static Instant startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
