@NullMarked
package io.quaestor.cli.provider;

import org.jspecify.annotations.NullMarked;
