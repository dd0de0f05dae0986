@NullMarked
package io.quaestor.cli.submit;

import org.jspecify.annotations.NullMarked;
