@NullMarked
package io.quaestor.catalog;

import org.jspecify.annotations.NullMarked;
