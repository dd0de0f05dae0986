package io.quaestor.router.budget;

import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.SpendKey;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows and keys that a job admitted now counts in: every level by every kind of window,
 * budget or not.
 */
public final class JobWindows {
    /** One level that the job counts at. */
    public record Subject(SpendLevel level, String name) {}

    /** The department, and the user, alias and use case where the request names one. */
    public static List<Subject> subjects(LlmRequest request) {
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject(SpendLevel.DEPARTMENT, request.getDepartment()));
        if (!request.getUser().isEmpty()) {
            subjects.add(new Subject(SpendLevel.USER, request.getUser()));
        }
        subjects.add(new Subject(SpendLevel.MODEL, request.getModel()));
        if (!request.getUseCase().isEmpty()) {
            subjects.add(new Subject(SpendLevel.USE_CASE, request.getUseCase()));
        }
        return subjects;
    }

    /** The calendar windows of an instant in the department's zone. */
    public static List<CalendarWindow> windows(DepartmentEntry department, Instant at) {
        var zone = zone(department, at);
        var windows = new ArrayList<CalendarWindow>();
        for (var kind : WindowKind.values()) {
            windows.add(CalendarWindow.containing(kind, at, zone));
        }
        return windows;
    }

    /** All keys that the job's money is held and settled in. */
    public static List<SpendKey> keys(LlmRequest request, DepartmentEntry department, Instant at) {
        var keys = new ArrayList<SpendKey>();
        for (var window : windows(department, at)) {
            var record = record(window);
            for (var subject : subjects(request)) {
                keys.add(new SpendKey(subject.level(), subject.name(), record));
            }
        }
        return keys;
    }

    private static ZoneId zone(DepartmentEntry department, Instant at) {
        var from = department.getZoneFrom();
        boolean former = from != null && at.isBefore(from) && !department.getFormerZone().isEmpty();
        return ZoneId.of(former ? department.getFormerZone() : department.getZone());
    }

    private static Window record(CalendarWindow window) {
        return new Window(
                WindowType.valueOf(window.kind().name()),
                window.start(),
                window.end(),
                window.zone().getId());
    }

    private JobWindows() {}
}
