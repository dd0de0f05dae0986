/**
 * The provider simulator: a process that speaks the wire protocols of real model providers on
 * loopback, for tests and the offline demo.
 *
 * <p>Guarantee: the same request content under the same script gets the same answer, usage and
 * latency; every call is in the call log from its arrival; every answer says that it is simulated.
 * It is a stand-in, never a model.
 *
 * <p>Read next: {@code http.CallDesk} (one call from bytes to answer), then {@code
 * script.ScriptRun} and {@code answer.AnswerWriter}.
 */
@NullMarked
package io.quaestor.simulator;

import org.jspecify.annotations.NullMarked;
