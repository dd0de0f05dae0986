package io.quaestor.router.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobWindowsTest {
    /** A Saturday evening in UTC is Sunday in Luxembourg. */
    private static final Instant LATE = Instant.parse("2026-03-14T23:30:00Z");

    @Test
    void countsAJobAtEveryLevelByEveryWindow() {
        assertThat(JobWindows.subjects(Samples.request("r1")))
                .extracting(SpendSubject::getLevel)
                .containsExactly(
                        SpendLevel.DEPARTMENT,
                        SpendLevel.USER,
                        SpendLevel.MODEL,
                        SpendLevel.USE_CASE);
        assertThat(JobWindows.records(in("UTC"), LATE))
                .extracting(Window::getType)
                .containsExactly(WindowType.HOUR, WindowType.DAY, WindowType.MONTH);
    }

    @Test
    void leavesLevelsOutThatTheRequestDoesNotName() {
        var request = Samples.request("r1");
        request.setUser("");
        request.setUseCase("");
        assertThat(JobWindows.subjects(request))
                .extracting(SpendSubject::getLevel)
                .containsExactly(SpendLevel.DEPARTMENT, SpendLevel.MODEL);
    }

    @Test
    void drawsWindowsInTheDepartmentsZone() {
        assertThat(starts(in("Europe/Luxembourg"), LATE))
                .containsExactly(
                        Instant.parse("2026-03-14T23:00:00Z"),
                        Instant.parse("2026-03-14T23:00:00Z"),
                        Instant.parse("2026-02-28T23:00:00Z"));
    }

    @Test
    void changesTheZoneOnlyFromItsMoment() {
        var department = in("Europe/Luxembourg");
        department.setFormerZone("UTC");
        department.setZoneFrom(Instant.parse("2026-03-31T22:00:00Z"));
        assertThat(starts(department, LATE)).contains(Instant.parse("2026-03-14T00:00:00Z"));
        assertThat(starts(department, Instant.parse("2026-04-01T12:00:00Z")))
                .contains(Instant.parse("2026-03-31T22:00:00Z"));
    }

    private static DepartmentEntry in(String zone) {
        return SampleCatalog.legal()
                .changeDepartment(Samples.DEPARTMENT, legal -> legal.setZone(zone))
                .snapshot()
                .department(Samples.DEPARTMENT)
                .orElseThrow();
    }

    private static List<Instant> starts(DepartmentEntry department, Instant at) {
        return JobWindows.windows(department, at).stream().map(CalendarWindow::start).toList();
    }
}
