/**
 * The providers of the catalogue in force.
 *
 * <p>Guarantee: there is a {@link io.quaestor.router.provider.Provider} for every name, always;
 * where a credential is absent or an entry is unusable it answers with that fault instead of
 * calling. A replaced provider is closed when its last call has ended, never under one.
 *
 * <p>Read next: {@link io.quaestor.router.provider.roster.Providers}.
 */
@NullMarked
package io.quaestor.router.provider.roster;

import org.jspecify.annotations.NullMarked;
