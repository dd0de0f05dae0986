/**
 * What a campaign does and when: the same seed, length, targets and workers always give the same
 * plan. Pure. Begin with {@link io.quaestor.cli.chaos.plan.CampaignPlan}.
 */
@NullMarked
package io.quaestor.cli.chaos.plan;

import org.jspecify.annotations.NullMarked;
