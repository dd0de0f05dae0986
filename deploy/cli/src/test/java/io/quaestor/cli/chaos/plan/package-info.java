@NullMarked
package io.quaestor.cli.chaos.plan;

import org.jspecify.annotations.NullMarked;
