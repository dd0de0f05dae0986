@NullMarked
package io.quaestor.cli.chaos;

import org.jspecify.annotations.NullMarked;
