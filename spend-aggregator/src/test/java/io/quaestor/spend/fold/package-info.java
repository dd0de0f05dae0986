/** Tests of the fold, without Kafka. */
@NullMarked
package io.quaestor.spend.fold;

import org.jspecify.annotations.NullMarked;
