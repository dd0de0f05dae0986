/**
 * Which routes a job may take, in which order, and at which prices. Pure.
 *
 * <p>Guarantee: what is planned is in the catalogue version that the decision names. Read {@code
 * RoutePlanner} first.
 */
@NullMarked
package io.quaestor.router.route;

import org.jspecify.annotations.NullMarked;
