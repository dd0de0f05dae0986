@NullMarked
package io.quaestor.cli.chaos.check;

import org.jspecify.annotations.NullMarked;
