@NullMarked
package io.quaestor.simulator.call;

import org.jspecify.annotations.NullMarked;
