package io.quaestor.cli.demo;

import java.io.PrintStream;

/**
 * How many of so many are done: one line that changes on a terminal, a line per tenth elsewhere.
 */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final int TENTHS = 10;

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private int shownTenth = -1;

    ProgressBar(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    void show(int done, String note) {
        int tenth = done * TENTHS / total;
        if (terminal) {
            int filled = done * WIDTH / total;
            out.printf(
                    "\r  [%s%s] %d of %d answered %-28s",
                    "#".repeat(filled), ".".repeat(WIDTH - filled), done, total, note);
            out.flush();
        } else if (tenth > shownTenth) {
            out.printf("  %d of %d answered %s%n", done, total, note);
        }
        shownTenth = tenth;
    }

    /** A sentence of its own, below what was shown. */
    void say(String sentence) {
        out.println((terminal ? System.lineSeparator() : "") + "  " + sentence);
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }
}
