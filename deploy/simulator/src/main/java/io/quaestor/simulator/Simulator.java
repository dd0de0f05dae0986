package io.quaestor.simulator;

import io.quaestor.simulator.http.CallDesk;
import io.quaestor.simulator.http.CallLogFile;
import io.quaestor.simulator.http.ControlDesk;
import io.quaestor.simulator.http.Credentials;
import io.quaestor.simulator.http.SimulatorServer;
import io.quaestor.simulator.log.CallLog;
import io.quaestor.simulator.log.CallRecorder;
import io.quaestor.simulator.script.Script;
import io.quaestor.simulator.script.ScriptParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Runs the provider simulator until it is told to stop. */
public final class Simulator {

    private static final int WRONG_ARGUMENTS = 2;
    private static final int CANNOT_START = 1;

    private Simulator() {}

    /** Exit status: 2 for a wrong argument, 1 when it cannot start, both with one sentence. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.println(SimulatorSettings.USAGE);
            return;
        }
        try {
            SimulatorSettings settings = SimulatorSettings.of(given, System.getenv());
            SimulatorServer server = start(settings, script(settings));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            announce(settings, server.port());
            server.awaitClose();
        } catch (IllegalArgumentException e) {
            fail(WRONG_ARGUMENTS, e);
        } catch (IllegalStateException | IOException e) {
            fail(CANNOT_START, e);
        }
    }

    /** Starts a simulator in this process. */
    static SimulatorServer start(SimulatorSettings settings, Script script)
            throws InterruptedException, IOException {
        InstantSource clock = InstantSource.system();
        CallLog log = new CallLog(settings.callLogLimit(), recorder(settings));
        CallDesk calls =
                new CallDesk(
                        new Credentials(settings.bearerKeys(), settings.accessKeys()),
                        script,
                        log,
                        clock,
                        System::nanoTime);
        return SimulatorServer.start(
                settings.port(), settings.threads(), calls, new ControlDesk(calls, log), clock);
    }

    /** Open until this process ends. */
    private static CallRecorder recorder(SimulatorSettings settings) throws IOException {
        return settings.callLogFile().isPresent()
                ? CallLogFile.append(settings.callLogFile().get())
                : CallRecorder.NONE;
    }

    private static Script script(SimulatorSettings settings) throws IOException {
        if (settings.script().isEmpty()) {
            return Script.PLAIN;
        }
        Path file = settings.script().get();
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the script " + file + " cannot be read");
        }
        return switch (ScriptParser.parse(Files.readString(file))) {
            case ScriptParser.Parsed(Script script) -> script;
            case ScriptParser.Invalid(List<String> problems) ->
                    throw new IllegalArgumentException(file + ": " + String.join("; ", problems));
        };
    }

    private static void announce(SimulatorSettings settings, int port) throws IOException {
        if (settings.portsFile().isPresent()) {
            PortsFile.write(settings.portsFile().get(), port);
        }
        System.out.println("simulator listening on http://127.0.0.1:" + port);
    }

    private static void fail(int status, Exception cause) {
        System.err.println("simulator: " + cause.getMessage());
        System.exit(status);
    }
}
