/** A producer and a consumer as another team would write them: one file each, to be copied. */
@NullMarked
package io.quaestor.sample;

import org.jspecify.annotations.NullMarked;
