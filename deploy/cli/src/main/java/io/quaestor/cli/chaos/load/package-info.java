/**
 * The load of a campaign: what each submission is, seeded. Pure. Begin with {@link
 * io.quaestor.cli.chaos.load.Errands}; {@code send} sends them.
 */
@NullMarked
package io.quaestor.cli.chaos.load;

import org.jspecify.annotations.NullMarked;
