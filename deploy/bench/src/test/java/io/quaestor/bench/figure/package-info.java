@NullMarked
package io.quaestor.bench.figure;

import org.jspecify.annotations.NullMarked;
