/**
 * Edges: gathers the facts of a campaign, from the topics, the call log and the system's processes.
 */
@NullMarked
package io.quaestor.cli.chaos.read;

import org.jspecify.annotations.NullMarked;
