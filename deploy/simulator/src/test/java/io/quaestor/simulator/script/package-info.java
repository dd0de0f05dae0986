@NullMarked
package io.quaestor.simulator.script;

import org.jspecify.annotations.NullMarked;
