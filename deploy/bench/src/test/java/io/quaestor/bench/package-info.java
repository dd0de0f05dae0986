@NullMarked
package io.quaestor.bench;

import org.jspecify.annotations.NullMarked;
