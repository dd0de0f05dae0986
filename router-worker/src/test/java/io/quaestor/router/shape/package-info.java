@NullMarked
package io.quaestor.router.shape;

import org.jspecify.annotations.NullMarked;
