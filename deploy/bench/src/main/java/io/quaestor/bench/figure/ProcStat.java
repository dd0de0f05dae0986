package io.quaestor.bench.figure;

import java.util.regex.Pattern;

/** The texts of Linux' {@code /proc}: see {@code man 5 proc}. */
public final class ProcStat {
    /** {@code USER_HZ}: 100 on every architecture that Java 25 and PostgreSQL run on. */
    public static final int TICKS_PER_SECOND = 100;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Fields behind the name, counted from 0 = state (field 3 of the manual). */
    private static final int USER_TIME = 11;

    private static final int CHILDREN_SYSTEM_TIME = 14;

    /**
     * Ticks of a process, with those of the children it has waited for: what a child used is never
     * lost when it ends, and never counted twice.
     *
     * @param stat {@code /proc/PID/stat}
     */
    public static long processTicks(String stat) {
        // The name is in brackets and may itself hold blanks and brackets.
        var fields = BLANKS.split(stat.substring(stat.lastIndexOf(')') + 2).strip(), -1);
        long ticks = 0;
        for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /**
     * Ticks in which the machine's processors worked: user, nice, system and interrupts, not idle,
     * not waiting for disks, not stolen by the host.
     *
     * @param stat {@code /proc/stat}
     */
    public static long machineTicks(String stat) {
        var first = stat.lines().findFirst().orElse("");
        if (!first.startsWith("cpu ")) {
            throw new IllegalArgumentException("no line of all processors in /proc/stat");
        }
        var fields = BLANKS.split(first, -1);
        return ticks(fields, 1) // user
                + ticks(fields, 2) // nice
                + ticks(fields, 3) // system
                + ticks(fields, 6) // irq
                + ticks(fields, 7); // softirq
    }

    private static long ticks(String[] fields, int index) {
        return Long.parseLong(fields[index]);
    }

    private ProcStat() {}
}
