/** Sample classes that {@link io.quaestor.arch.ArchitectureRulesTest} judges. */
@NullMarked
package io.quaestor.arch.sample.router;

import org.jspecify.annotations.NullMarked;
