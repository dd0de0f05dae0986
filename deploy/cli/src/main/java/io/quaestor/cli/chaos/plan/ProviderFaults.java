package io.quaestor.cli.chaos.plan;

/** How much the simulated providers fail. */
public enum ProviderFaults {
    /** Every call is answered. */
    NONE(0, 0, 0),
    /** A window every half minute, in which a tenth of the calls fail. */
    LIGHT(30, 10, 10),
    /** Most of the time one provider or the other fails a third of its calls. */
    HEAVY(8, 30, 40);

    private final int everySeconds;
    private final int percentLeast;
    private final int percentMost;

    ProviderFaults(int everySeconds, int percentLeast, int percentMost) {
        this.everySeconds = everySeconds;
        this.percentLeast = percentLeast;
        this.percentMost = percentMost;
    }

    /** From the begin of one window to that of the next, on average; 0: there are none. */
    int everySeconds() {
        return everySeconds;
    }

    int percentLeast() {
        return percentLeast;
    }

    int percentMost() {
        return percentMost;
    }
}
