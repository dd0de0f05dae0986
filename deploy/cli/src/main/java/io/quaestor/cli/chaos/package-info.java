/**
 * The campaign: a whole stack under load while its processes are killed and frozen and its
 * providers fail, judged from outside.
 *
 * <p>Read {@link io.quaestor.cli.chaos.Campaign} (the course), {@code plan} (which fault when),
 * {@code load} (what is submitted), {@code fact} (what is known afterwards), {@code check} (what
 * must hold).
 */
@NullMarked
package io.quaestor.cli.chaos;

import org.jspecify.annotations.NullMarked;
