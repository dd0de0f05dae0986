/** Sample classes that {@link io.quaestor.arch.ArchitectureRulesTest} judges. */
@NullMarked
package io.quaestor.arch.sample.kernel;

import org.jspecify.annotations.NullMarked;
