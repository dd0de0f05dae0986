/**
 * The architecture as tests: every module runs {@link io.quaestor.arch.ArchitectureRules} over its
 * own classes, so a forbidden dependency fails the build of the module that adds it. The test-jar
 * of schemas carries this package to the other modules.
 */
@NullMarked
package io.quaestor.arch;

import org.jspecify.annotations.NullMarked;
