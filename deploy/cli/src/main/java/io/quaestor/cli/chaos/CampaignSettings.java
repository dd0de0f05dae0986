package io.quaestor.cli.chaos;

import io.quaestor.cli.chaos.plan.ProviderFaults;
import io.quaestor.cli.chaos.plan.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What is asked of a campaign.
 *
 * @param state folder that is emptied and used
 * @param length of the load
 * @param targets what may be killed and frozen
 * @param perSecond submissions a second
 */
public record CampaignSettings(
        Path state,
        long seed,
        Duration length,
        Set<Target> targets,
        ProviderFaults providers,
        int workers,
        int perSecond) {
    public CampaignSettings {
        targets = Set.copyOf(targets);
    }
}
