/** One class per command: reads its arguments, does its one thing, prints the outcome. */
@NullMarked
package io.quaestor.cli.command;

import org.jspecify.annotations.NullMarked;
