package io.quaestor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.DepartmentEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepartmentZoneTest {
    private static final Instant CHANGE = Instant.parse("2026-04-01T00:00:00Z");

    @Test
    void keepsTheFormerZoneUntilTheNewOneActs() {
        var department = department("Asia/Tokyo");

        assertThat(DepartmentZone.at(department, CHANGE.minusMillis(1)))
                .isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(DepartmentZone.at(department, CHANGE)).isEqualTo(ZoneId.of("UTC"));
    }

    @Test
    void hasOneZoneWhereNoFormerOneIsNamed() {
        assertThat(DepartmentZone.at(department(""), CHANGE.minusMillis(1)))
                .isEqualTo(ZoneId.of("UTC"));
    }

    private static DepartmentEntry department(String formerZone) {
        return DepartmentEntry.newBuilder()
                .setLane(0)
                .setZone("UTC")
                .setZoneFrom(CHANGE)
                .setFormerZone(formerZone)
                .setModels(List.of())
                .setRegions(List.of())
                .setMaxInputBytes(1)
                .build();
    }
}
