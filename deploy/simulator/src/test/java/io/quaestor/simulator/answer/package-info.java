@NullMarked
package io.quaestor.simulator.answer;

import org.jspecify.annotations.NullMarked;
