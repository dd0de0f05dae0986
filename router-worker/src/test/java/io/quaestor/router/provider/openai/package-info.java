/** Tests of the provider adapters. */
@NullMarked
package io.quaestor.router.provider.openai;

import org.jspecify.annotations.NullMarked;
