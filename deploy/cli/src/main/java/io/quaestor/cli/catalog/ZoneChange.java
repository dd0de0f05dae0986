package io.quaestor.cli.catalog;

import io.quaestor.catalog.DepartmentZone;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;

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
        var inForce = DepartmentZone.at(former, at);
        if (inForce.getId().equals(wanted.getZone())) {
            return wanted;
        }
        var month = CalendarWindow.containing(WindowKind.MONTH, at, inForce);
        return DepartmentEntry.newBuilder(wanted)
                .setZoneFrom(month.end())
                .setFormerZone(inForce.getId())
                .build();
    }

    private ZoneChange() {}
}
