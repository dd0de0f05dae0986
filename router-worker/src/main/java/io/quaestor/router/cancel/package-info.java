/**
 * Which jobs were cancelled: every worker's view of {@code llm.jobs.control}.
 *
 * <p>Guarantee: a signal, never an act. The owner of a job's record consults it before it hands the
 * job on, starts its call or answers it.
 */
@NullMarked
package io.quaestor.router.cancel;

import org.jspecify.annotations.NullMarked;
