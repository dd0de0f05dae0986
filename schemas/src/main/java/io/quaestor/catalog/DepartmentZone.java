package io.quaestor.catalog;

import io.quaestor.event.DepartmentEntry;
import java.time.Instant;
import java.time.ZoneId;

/** The zone whose calendar a department's windows follow. Pure. */
public final class DepartmentZone {

    /** The one in force at an instant: a changed zone acts from a moment that its entry names. */
    public static ZoneId at(DepartmentEntry department, Instant at) {
        var from = department.getZoneFrom();
        boolean former = from != null && at.isBefore(from) && !department.getFormerZone().isEmpty();
        return ZoneId.of(former ? department.getFormerZone() : department.getZone());
    }

    private DepartmentZone() {}
}
