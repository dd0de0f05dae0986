package io.quaestor.spend.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spend, newest window first.
 *
 * @param next to be sent as {@code cursor} for what follows; null at the end
 * @param completeSince windows that began earlier are not shown; null when there is no such bound
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SpendPage(
        List<SpendItem> items, @Nullable String next, @Nullable Instant completeSince) {

    /** What the shelf says, or null when it has everything. */
    public static @Nullable Instant since(Instant completeSince) {
        return Optional.of(completeSince).filter(at -> !at.equals(Instant.MIN)).orElse(null);
    }
}
