package io.quaestor.router.budget;

import io.quaestor.catalog.DepartmentZone;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a job admitted now counts in: at every level in every kind of window, budget or not. */
public final class JobWindows {
    /** The department, and the user, alias and use case where the request names one. */
    public static List<SpendSubject> subjects(LlmRequest request) {
        var subjects = new ArrayList<SpendSubject>();
        subjects.add(new SpendSubject(SpendLevel.DEPARTMENT, request.getDepartment()));
        if (!request.getUser().isEmpty()) {
            subjects.add(new SpendSubject(SpendLevel.USER, request.getUser()));
        }
        subjects.add(new SpendSubject(SpendLevel.MODEL, request.getModel()));
        if (!request.getUseCase().isEmpty()) {
            subjects.add(new SpendSubject(SpendLevel.USE_CASE, request.getUseCase()));
        }
        return subjects;
    }

    /** The calendar windows of an instant in the department's zone. */
    public static List<CalendarWindow> windows(DepartmentEntry department, Instant at) {
        var zone = DepartmentZone.at(department, at);
        var windows = new ArrayList<CalendarWindow>();
        for (var kind : WindowKind.values()) {
            windows.add(CalendarWindow.containing(kind, at, zone));
        }
        return windows;
    }

    /** {@link #windows} as records have them. */
    public static List<Window> records(DepartmentEntry department, Instant at) {
        return windows(department, at).stream().map(JobWindows::record).toList();
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
