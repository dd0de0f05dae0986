package io.quaestor.simulator.http;

import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.log.CallEnd;
import io.quaestor.simulator.log.CallLog;
import io.quaestor.simulator.protocol.WireReply;
import java.time.Duration;
import java.util.Optional;

/** A call under way: what to do with it, when, and how to end it in the log. */
final class Handling {

    /** What to do when the latency is over. */
    sealed interface Action {}

    record Send(WireReply reply, Optional<TokenUsage> usage) implements Action {}

    record Hang() implements Action {}

    record Reset() implements Action {}

    private final CallLog.OpenCall call;
    private final Duration latency;
    private final Action action;
    private final Runnable release;
    private boolean released;

    Handling(CallLog.OpenCall call, Duration latency, Action action, Runnable release) {
        this.call = call;
        this.latency = latency;
        this.action = action;
        this.release = release;
    }

    Duration latency() {
        return latency;
    }

    Action action() {
        return action;
    }

    /** Ends the call in the log; called again only to turn an unsent answer into an abort. */
    void end(CallEnd end, long nowMillis) {
        call.end(end, nowMillis);
        if (!released) {
            released = true;
            release.run();
        }
    }
}
