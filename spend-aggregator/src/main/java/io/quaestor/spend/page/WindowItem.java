package io.quaestor.spend.page;

import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.kernel.CalendarWindow;
import java.time.Instant;

/** A calendar window: {@code start} inclusive, {@code end} exclusive. */
@Serdeable
public record WindowItem(String kind, Instant start, Instant end, String zone) {

    static WindowItem of(CalendarWindow window) {
        return new WindowItem(
                window.kind().text(), window.start(), window.end(), window.zone().getId());
    }
}
