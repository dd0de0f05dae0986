package io.quaestor.cli.demo;

/**
 * A call as the simulator logged it.
 *
 * @param attempt {@code job/run/dispatch/attempt}, as the worker names it in a header
 * @param answered whether it wrote a reply with status 200 and the caller was still there
 */
public record LoggedCall(String attempt, boolean answered) {}
