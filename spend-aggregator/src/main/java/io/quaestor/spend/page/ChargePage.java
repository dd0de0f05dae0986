package io.quaestor.spend.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charges, newest first.
 *
 * @param next to be sent as {@code cursor} for what follows; null at the end
 * @param completeSince earlier charges are not shown: read them from {@code llm.spend.charges}
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChargePage(
        List<ChargeItem> items, @Nullable String next, @Nullable Instant completeSince) {}
