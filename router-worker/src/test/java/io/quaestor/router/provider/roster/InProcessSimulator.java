package io.quaestor.router.provider.roster;

import io.quaestor.simulator.auth.AccessKey;
import io.quaestor.simulator.http.CallDesk;
import io.quaestor.simulator.http.ControlDesk;
import io.quaestor.simulator.http.Credentials;
import io.quaestor.simulator.http.SimulatorServer;
import io.quaestor.simulator.log.CallLog;
import io.quaestor.simulator.script.Script;
import java.time.InstantSource;
import java.util.List;

/**
 * The provider simulator inside the test's JVM; it verifies bearer keys and SigV4 signatures for
 * real.
 */
final class InProcessSimulator implements AutoCloseable {

    private final SimulatorServer server;

    InProcessSimulator(String bearerKey, String accessKey) {
        InstantSource clock = InstantSource.system();
        CallLog log = new CallLog(CallLog.DEFAULT_LIMIT);
        Credentials credentials =
                new Credentials(List.of(bearerKey), List.of(AccessKey.parse(accessKey)));
        CallDesk calls = new CallDesk(credentials, Script.PLAIN, log, clock, System::nanoTime);
        try {
            server = SimulatorServer.start(0, 1, calls, new ControlDesk(calls, log), clock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
