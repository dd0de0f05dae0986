package io.quaestor.cli.view;

/** How a list is printed. */
public enum Format {
    /** Columns for people. */
    TABLE,
    /** RFC 4180, with a heading. */
    CSV,
    /** One JSON object a line. */
    JSON
}
