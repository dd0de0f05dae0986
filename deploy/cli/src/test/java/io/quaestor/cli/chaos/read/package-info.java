@NullMarked
package io.quaestor.cli.chaos.read;

import org.jspecify.annotations.NullMarked;
