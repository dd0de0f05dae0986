package io.quaestor.simulator.log;

/** Told of each call twice, when it arrives and when it ends, before its caller knows of either. */
public interface CallRecorder {
    /** For a log that is in memory only. */
    CallRecorder NONE = _ -> {};

    /** Keeps the entry as it is now; called under the log's lock. */
    void record(LoggedCall call);
}
