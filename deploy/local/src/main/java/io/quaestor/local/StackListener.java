package io.quaestor.local;

/** Told what a stack does, from several threads. */
public interface StackListener {
    /** One sentence for the person who started the stack, such as "broker is ready (1.6 s)". */
    void progress(String sentence);

    /**
     * A process ended that nobody stopped.
     *
     * @param name the process
     * @param log its log's place and last lines
     */
    void ended(String name, String log);

    /** Says nothing. */
    static StackListener silent() {
        return new StackListener() {
            @Override
            public void progress(String sentence) {}

            @Override
            public void ended(String name, String log) {}
        };
    }
}
