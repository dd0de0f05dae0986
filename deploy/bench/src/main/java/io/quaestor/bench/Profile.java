package io.quaestor.bench;

import io.quaestor.bench.figure.Pace;
import java.util.Locale;

/** A load with a name: how long providers take, how many calls at once, how requests come. */
@SuppressWarnings("ImmutableEnumChecker") // its fields are records of numbers
public enum Profile {
    /** What a job costs when providers cost nothing. */
    L0("\"0ms\"", 200, backlog(200)),

    /** Many calls at once. */
    L1S("\"1s\"", 2_000, backlog(2_000)),

    /** The same, and one call in a hundred holds its place for long. */
    TAIL(
            "{\"mix\": [{\"p\": 0.99, \"latency\": \"1s\"}, {\"p\": 0.01, \"latency\": \"30s\"}]}",
            2_000,
            backlog(2_000)),

    /** What Quaestor adds to a call when it has little to do. */
    LAT("\"50ms\"", 200, new Pace.Rate(100)),

    /**
     * What two cores hold for hours: 70 % of what they do at most with {@link #L1S}, as which it
     * warms up.
     */
    HOLD("\"1s\"", 2_000, new Pace.Rate(900));

    /** What is on its way between the stages while all places are taken, at some 2000 jobs/s. */
    private static final int ON_THE_WAY = 2_000;

    /** A sentence, as every request asks for. */
    private static final String ANSWER =
            "The document describes the duties of both parties, the terms of payment, and what"
                    + " happens when one of them wants to end the agreement before its time.";

    private final String latency;
    private final int inFlight;
    private final Pace pace;

    Profile(String latency, int inFlight, Pace pace) {
        this.latency = latency;
        this.inFlight = inFlight;
        this.pace = pace;
    }

    private static Pace backlog(int inFlight) {
        return new Pace.Backlog((2 * inFlight + ON_THE_WAY) / BenchCatalog.DEPARTMENTS);
    }

    /**
     * The profile of a name such as {@code l1s}.
     *
     * @throws IllegalArgumentException with the names there are
     */
    public static Profile named(String name) {
        for (var profile : values()) {
            if (profile.label().equals(name)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("a profile is l0, l1s, tail, lat or hold, not " + name);
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The simulator's script. Its answer is always the same: how it finds words is not measured.
     */
    public String script() {
        return "{\"seed\": 1790, \"rules\": [{\"latency\": %s, \"text\": \"%s\"}]}"
                .formatted(latency, ANSWER);
    }

    /** Calls allowed at once, all providers together. */
    public int inFlight() {
        return inFlight;
    }

    public Pace pace() {
        return pace;
    }

    /**
     * How requests come until it is measured. A young stack answers a fiftieth of what a warm one
     * does: at full rate its first minutes would be a backlog for all that follow.
     */
    Pace warmUpPace() {
        return this == HOLD ? L1S.pace : pace;
    }

    /** Whether requests wait on purpose, so that the latency holds their waiting too. */
    boolean keepsBacklog() {
        return switch (pace) {
            case Pace.Backlog _ -> true;
            case Pace.Rate _ -> false;
        };
    }
}
