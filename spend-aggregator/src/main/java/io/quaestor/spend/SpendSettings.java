package io.quaestor.spend;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The part of {@code spend-aggregator.yml} under {@code quaestor.spend}.
 *
 * @param instance name of this process, the same after a restart
 * @param stateFolder where the stores lie; empty folders are filled from the changelog
 * @param foldEpoch name of the fold; a new one together with a new application id
 * @param maximumCall the longest call timeout of any provider
 * @param expiryGrace what a hold may last beyond its deadline and the longest call: the time an
 *     outcome may take to reach the journal and, after a start, that new owners get to say what
 *     happened
 * @param viewSpan how far back charges are read for {@code /v1/spend}
 */
@ConfigurationProperties("quaestor.spend")
record SpendSettings(
        String instance,
        Path stateFolder,
        String foldEpoch,
        Duration maximumCall,
        Duration expiryGrace,
        Duration viewSpan) {
    SpendSettings {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("the instance is not named: QUAESTOR_INSTANCE");
        }
        if (foldEpoch.isBlank()) {
            throw new IllegalArgumentException("fold-epoch is empty");
        }
        if (maximumCall.isNegative() || maximumCall.isZero()) {
            throw new IllegalArgumentException("maximum-call must be positive: " + maximumCall);
        }
        if (expiryGrace.isNegative()) {
            throw new IllegalArgumentException("expiry-grace is negative: " + expiryGrace);
        }
        if (viewSpan.isNegative() || viewSpan.isZero()) {
            throw new IllegalArgumentException("view-span must be positive: " + viewSpan);
        }
    }
}
