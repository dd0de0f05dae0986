package io.quaestor.spend.fold;

import io.quaestor.event.Hold;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.BudgetKey;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.BudgetMode;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.WindowKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Between the records' words and the kernel's.
 *
 * <p>A symbol that this version does not know reads as UNKNOWN and becomes an empty result. Texts
 * that cannot be what they should be (a zone, a department) throw {@link IllegalArgumentException}
 * or {@link java.time.DateTimeException}.
 */
public final class Wire {

    /**
     * What the hold counts in, but for what cannot be counted in lanes: fewer than {@link
     * #keyCount}.
     */
    static List<TotalKey> keys(Department department, Hold hold) {
        var keys = new ArrayList<TotalKey>();
        for (var record : hold.getWindows()) {
            window(record).ifPresent(window -> keys.addAll(keys(department, hold, window)));
        }
        for (var key : hold.getKeys()) {
            window(key.getWindow())
                    .flatMap(window -> key(department, key.getLevel(), key.getName(), window))
                    .ifPresent(keys::add);
        }
        return keys;
    }

    private static List<TotalKey> keys(Department department, Hold hold, CalendarWindow window) {
        var keys = new ArrayList<TotalKey>();
        for (var subject : hold.getSubjects()) {
            key(department, subject.getLevel(), subject.getName(), window).ifPresent(keys::add);
        }
        return keys;
    }

    /** How many keys the hold names. */
    static int keyCount(Hold hold) {
        return hold.getSubjects().size() * hold.getWindows().size() + hold.getKeys().size();
    }

    /** The key, or empty when its level or name cannot be counted in lanes. */
    private static Optional<TotalKey> key(
            Department department, SpendLevel level, String name, CalendarWindow window) {
        if (name.isEmpty() || name.length() > BudgetKey.NAME_CHARS_MAX) {
            return Optional.empty();
        }
        return level(level)
                .map(of -> TotalKey.of(target(department, of, name, window.kind()), window));
    }

    /** A department's own level is named after it, whatever a record says. */
    static Target target(Department department, BudgetLevel level, String name, WindowKind kind) {
        return new Target(
                department,
                level,
                level == BudgetLevel.DEPARTMENT ? department.code() : name,
                kind);
    }

    public static Optional<CalendarWindow> window(Window window) {
        return kind(window.getType())
                .map(
                        kind ->
                                new CalendarWindow(
                                        kind,
                                        window.getStart(),
                                        window.getEnd(),
                                        ZoneId.of(window.getZone())));
    }

    static Window window(CalendarWindow window) {
        return new Window(type(window.kind()), window.start(), window.end(), window.zone().getId());
    }

    public static Optional<BudgetLevel> level(SpendLevel level) {
        return switch (level) {
            case DEPARTMENT -> Optional.of(BudgetLevel.DEPARTMENT);
            case USER -> Optional.of(BudgetLevel.USER);
            case MODEL -> Optional.of(BudgetLevel.MODEL);
            case USE_CASE -> Optional.of(BudgetLevel.USE_CASE);
            // The whole organisation spans lanes: no lane's fold can total it.
            case ORGANISATION, UNKNOWN -> Optional.empty();
        };
    }

    static SpendLevel level(BudgetLevel level) {
        return switch (level) {
            case DEPARTMENT -> SpendLevel.DEPARTMENT;
            case USER -> SpendLevel.USER;
            case MODEL -> SpendLevel.MODEL;
            case USE_CASE -> SpendLevel.USE_CASE;
            case ORGANISATION -> SpendLevel.ORGANISATION;
        };
    }

    public static Optional<WindowKind> kind(WindowType type) {
        return switch (type) {
            case HOUR -> Optional.of(WindowKind.HOUR);
            case DAY -> Optional.of(WindowKind.DAY);
            case MONTH -> Optional.of(WindowKind.MONTH);
            case UNKNOWN -> Optional.empty();
        };
    }

    static WindowType type(WindowKind kind) {
        return switch (kind) {
            case HOUR -> WindowType.HOUR;
            case DAY -> WindowType.DAY;
            case MONTH -> WindowType.MONTH;
        };
    }

    public static Optional<BudgetMode> mode(io.quaestor.event.BudgetMode mode) {
        return switch (mode) {
            case WARN -> Optional.of(BudgetMode.WARN);
            case STOP -> Optional.of(BudgetMode.STOP);
            case HARD -> Optional.of(BudgetMode.HARD);
            case UNKNOWN -> Optional.empty();
        };
    }

    static io.quaestor.event.BudgetMode mode(BudgetMode mode) {
        return switch (mode) {
            case WARN -> io.quaestor.event.BudgetMode.WARN;
            case STOP -> io.quaestor.event.BudgetMode.STOP;
            case HARD -> io.quaestor.event.BudgetMode.HARD;
        };
    }

    private Wire() {}
}
