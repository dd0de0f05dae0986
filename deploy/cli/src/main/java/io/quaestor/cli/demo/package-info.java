/**
 * The demo: real documents through the whole stack, one worker killed midway, then every promise
 * checked from what lies on the topics, in the simulator's call log and in the audit database.
 *
 * <p>Guarantee: nothing it reports is counted while it runs; all of it is read afterwards, from
 * offset 0. Read {@link io.quaestor.cli.demo.Demo} first, then {@link
 * io.quaestor.cli.demo.Reconciliation}.
 */
@NullMarked
package io.quaestor.cli.demo;

import org.jspecify.annotations.NullMarked;
