package io.quaestor.router.provider.roster;

import com.sun.management.OperatingSystemMXBean;
import io.quaestor.event.Protocol;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secrets;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what a call costs this process in CPU time, warm, against a server in another process
 * (such as the simulator). Not a test: nothing is asserted. Arguments: protocol, base URL, calls a
 * round, calls in flight. The credential is read from the environment variable PROVIDER_KEY.
 */
final class ProviderCost {

    private static final int ROUNDS = 6;
    private static final String PROMPT_2_KB = "The state of the Union is a long text. ".repeat(53);

    private ProviderCost() {}

    public static void main(String[] arguments) throws InterruptedException {
        var entry = Samples.entry(Protocol.valueOf(arguments[0]), arguments[1], "env:PROVIDER_KEY");
        int calls = Integer.parseInt(arguments[2]);
        int inFlight = Integer.parseInt(arguments[3]);
        entry.setMaxInFlight(inFlight);
        ProviderCall call =
                Samples.call(
                        Samples.request(Samples.message(Role.USER, new TextPart(PROMPT_2_KB))));
        try (Providers providers =
                Providers.over(Secrets.of(System.getenv()), InstantSource.system())) {
            providers.update(Map.of("p", entry));
            for (int round = 1; round <= ROUNDS; round++) {
                measure(providers.provider("p"), call, calls, inFlight, round);
            }
        }
    }

    private static void measure(
            Provider provider, ProviderCall call, int calls, int inFlight, int round)
            throws InterruptedException {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Semaphore free = new Semaphore(inFlight);
        AtomicLong completed = new AtomicLong();
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            free.acquire();
            var _ =
                    provider.call(call)
                            .whenComplete(
                                    (reply, _) -> {
                                        if (reply instanceof ProviderReply.Completed) {
                                            completed.incrementAndGet();
                                        }
                                        free.release();
                                    });
        }
        free.acquire(inFlight);
        System.out.printf(
                "round %d: %d of %d completed, %.1f s, %.0f µs CPU a call%n",
                round,
                completed.get(),
                calls,
                (System.nanoTime() - start) / 1e9,
                (system.getProcessCpuTime() - cpuStart) / 1e3 / calls);
    }
}
