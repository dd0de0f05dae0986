/** Tests of the provider adapters. */
@NullMarked
package io.quaestor.router.provider;

import org.jspecify.annotations.NullMarked;
