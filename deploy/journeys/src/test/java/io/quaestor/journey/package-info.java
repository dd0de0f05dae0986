/** End-to-end and fault tests. */
@NullMarked
package io.quaestor.journey;

import org.jspecify.annotations.NullMarked;
