/** Edges: sends what {@code load} says, over Kafka and HTTP. */
@NullMarked
package io.quaestor.cli.chaos.send;

import org.jspecify.annotations.NullMarked;
