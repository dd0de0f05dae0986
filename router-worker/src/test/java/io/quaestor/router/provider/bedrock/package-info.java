/** Tests of the provider adapters. */
@NullMarked
package io.quaestor.router.provider.bedrock;

import org.jspecify.annotations.NullMarked;
