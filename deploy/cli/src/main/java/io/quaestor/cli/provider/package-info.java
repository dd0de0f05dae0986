/**
 * How providers are, from the queues' offsets and the journal. Read {@link
 * io.quaestor.cli.provider.ProviderStanding} first.
 */
@NullMarked
package io.quaestor.cli.provider;

import org.jspecify.annotations.NullMarked;
