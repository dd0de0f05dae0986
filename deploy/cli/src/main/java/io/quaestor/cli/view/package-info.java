/**
 * What commands print: lists as a table, as CSV or as JSON lines, and records as JSON. Pure. Read
 * {@link io.quaestor.cli.view.Listing} first.
 */
@NullMarked
package io.quaestor.cli.view;

import org.jspecify.annotations.NullMarked;
