package io.quaestor.bench;

import io.quaestor.bench.figure.CpuUse;
import io.quaestor.bench.figure.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Edge: processor time from Linux' {@code /proc}. */
final class ProcCpu {
    private static final Path PROC = Path.of("/proc");

    /** Whether this system tells. */
    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** What the counters say now, with this process as {@code name}. */
    static CpuUse.Sample sample(Map<String, ProcessHandle> processes, String name) {
        var ticks = new HashMap<String, Long>();
        processes.forEach((process, root) -> ticks.put(process, ofTree(root)));
        ticks.put(name, of(ProcessHandle.current()));
        return new CpuUse.Sample(ticks, ProcStat.machineTicks(text(PROC.resolve("stat"))));
    }

    private static long ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcCpu::of).sum();
    }

    /** 0 for one that ended meanwhile: its parent has counted it. */
    private static long of(ProcessHandle process) {
        var stat = PROC.resolve(Long.toString(process.pid())).resolve("stat");
        try {
            return ProcStat.processTicks(Files.readString(stat));
        } catch (IOException _) {
            return 0;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcCpu() {}
}
