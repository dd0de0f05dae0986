/** Tests of the provider adapters. */
@NullMarked
package io.quaestor.router.provider.roster;

import org.jspecify.annotations.NullMarked;
