package io.quaestor.router.fair;

/**
 * What one lane asks of a provider's limit.
 *
 * @param weight of the lane's departments with jobs that wait for it; 0 when none does
 * @param wanted places it can use, those it has among them; more are of no use to it
 */
public record Claim(int weight, long wanted) {
    /** More than any limit. */
    private static final long ANY = Long.MAX_VALUE;

    public Claim {
        if (weight < 0 || wanted < 0) {
            throw new IllegalArgumentException("claim of " + weight + " for " + wanted);
        }
    }

    /** Of a lane that can use whatever it gets. */
    public static Claim unbounded(int weight) {
        return new Claim(weight, ANY);
    }

    public boolean isIdle() {
        return wanted == 0;
    }

    /** Who has calls under way and nothing that waits counts like the smallest who waits. */
    public int effectiveWeight() {
        return Math.max(1, weight);
    }
}
