/**
 * How a list goes on. Pure.
 *
 * <p>Guarantee: following {@code next} to the end shows every item that was there from first to
 * last question exactly once, whatever is added meanwhile: a cursor is a position in the order, not
 * a count.
 */
@NullMarked
package io.quaestor.service.page;

import org.jspecify.annotations.NullMarked;
