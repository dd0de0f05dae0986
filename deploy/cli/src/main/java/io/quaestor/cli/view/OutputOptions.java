package io.quaestor.cli.view;

import picocli.CommandLine.Option;

/** {@code --json}, the same everywhere. */
public final class OutputOptions {
    @Option(names = "--json", description = "Print JSON: one object a line.")
    private boolean json;

    public Format format() {
        return json ? Format.JSON : Format.TABLE;
    }

    public boolean isJson() {
        return json;
    }
}
