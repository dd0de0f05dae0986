@NullMarked
package io.quaestor.simulator.log;

import org.jspecify.annotations.NullMarked;
