package io.quaestor.cli.catalog;

import io.quaestor.event.DepartmentEntry;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a department's new time zone begins to count: with the next month of the zone in force, so
 * that no window is cut.
 */
final class ZoneChange {
    /** The new entry with what the former one says about its zones. */
    static DepartmentEntry from(DepartmentEntry former, DepartmentEntry wanted, Instant at) {
        if (former.getZone().equals(wanted.getZone())) {
            return DepartmentEntry.newBuilder(wanted)
                    .setZoneFrom(former.getZoneFrom())
                    .setFormerZone(former.getFormerZone())
                    .build();
        }
        var inForce = inForce(former, at);
        if (inForce.equals(wanted.getZone())) {
            return wanted;
        }
        var month = CalendarWindow.containing(WindowKind.MONTH, at, ZoneId.of(inForce));
        return DepartmentEntry.newBuilder(wanted)
                .setZoneFrom(month.end())
                .setFormerZone(inForce)
                .build();
    }

    /** The zone that windows are counted in at an instant. */
    static String inForce(DepartmentEntry department, Instant at) {
        var from = department.getZoneFrom();
        return from != null && at.isBefore(from) && !department.getFormerZone().isEmpty()
                ? department.getFormerZone()
                : department.getZone();
    }

    private ZoneChange() {}
}
