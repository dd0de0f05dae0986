/** Tests of the topology and of the running service. */
@NullMarked
package io.quaestor.spend;

import org.jspecify.annotations.NullMarked;
