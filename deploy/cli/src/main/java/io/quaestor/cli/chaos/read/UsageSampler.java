package io.quaestor.cli.chaos.read;

import io.quaestor.cli.chaos.fact.Facts.Usage;
import io.quaestor.local.LocalStack;
import io.quaestor.local.OpenFiles;
import io.quaestor.local.Pss;
import io.quaestor.local.RunFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Edge: looks every few seconds at what each process of the stack uses. Linux only. */
public final class UsageSampler implements AutoCloseable {
    /** Reading the memory of a process stops it for about a millisecond a 100 MiB. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final LocalStack stack;
    private final ConcurrentLinkedQueue<Usage> samples = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private UsageSampler(LocalStack stack) {
        this.stack = stack;
        this.thread = Thread.ofPlatform().name("usage").daemon().start(this::run);
    }

    public static UsageSampler begin(LocalStack stack) {
        return new UsageSampler(stack);
    }

    private void run() {
        try {
            do {
                sample();
            } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // Ends with the program.
        }
    }

    /** Looks once more, now. */
    public void sample() {
        long now = System.currentTimeMillis();
        for (var process : stack.runFile().processes()) {
            process.handle().ifPresent(handle -> sample(process, handle, now));
        }
    }

    private void sample(RunFile.Running process, ProcessHandle handle, long now) {
        var pss = Pss.ofTree(handle);
        var handles = OpenFiles.ofTree(handle);
        if (pss.isPresent() && handles.isPresent()) {
            samples.add(
                    new Usage(
                            process.name(),
                            process.pid(),
                            now,
                            pss.getAsLong(),
                            handles.getAsInt()));
        }
    }

    public List<Usage> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
