/** Router-worker. */
@NullMarked
package io.quaestor.router;

import org.jspecify.annotations.NullMarked;
