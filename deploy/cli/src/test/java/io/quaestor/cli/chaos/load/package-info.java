@NullMarked
package io.quaestor.cli.chaos.load;

import org.jspecify.annotations.NullMarked;
