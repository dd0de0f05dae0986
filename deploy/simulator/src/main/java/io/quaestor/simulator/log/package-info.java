/**
 * The call log and its counts.
 *
 * <p>Guarantee: a call is in the log from arrival; open calls are counted exactly even when old
 * entries were dropped, and the number dropped is always told. Read next: {@link
 * io.quaestor.simulator.log.CallLog}.
 */
@NullMarked
package io.quaestor.simulator.log;

import org.jspecify.annotations.NullMarked;
