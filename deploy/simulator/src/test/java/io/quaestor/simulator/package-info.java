@NullMarked
package io.quaestor.simulator;

import org.jspecify.annotations.NullMarked;
