/**
 * The form a reply must have: does it have it, and what is asked of the model when it does not.
 *
 * <p>Guarantee: a reply whose request asks for JSON is {@link io.quaestor.router.shape.Shape.Met}
 * only after it was parsed and, where there is a schema, validated against it; no schema fetches
 * anything or takes longer than its bound. Read {@link io.quaestor.router.shape.Shaper} first, then
 * {@link io.quaestor.router.shape.AnswerSchema} and {@link io.quaestor.router.shape.Repairs}; the
 * edge is {@link io.quaestor.router.shape.ShapeDesk}.
 */
@NullMarked
package io.quaestor.router.shape;

import org.jspecify.annotations.NullMarked;
