package io.quaestor.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How long calls take: a distribution to draw from. */
public sealed interface Latency {

    /** No delay at all. */
    Latency NONE = new Fixed(Duration.ZERO);

    /** One draw. */
    Duration draw(RandomGenerator random);

    /** Always the same. */
    record Fixed(Duration time) implements Latency {
        @Override
        public Duration draw(RandomGenerator random) {
            return time;
        }
    }

    /** Evenly between {@code least} and {@code most}. */
    record Uniform(Duration least, Duration most) implements Latency {
        @Override
        public Duration draw(RandomGenerator random) {
            long spread = most.minus(least).toNanos();
            return least.plusNanos((long) (spread * random.nextDouble()));
        }
    }

    /**
     * Lognormal: half the calls below {@code median}; {@code sigma} of the logarithm; cut at {@code
     * most}.
     */
    record Lognormal(Duration median, double sigma, Duration most) implements Latency {
        @Override
        public Duration draw(RandomGenerator random) {
            double nanos = median.toNanos() * Math.exp(sigma * random.nextGaussian());
            return Duration.ofNanos((long) Math.min(nanos, (double) most.toNanos()));
        }
    }

    /** One of several distributions, each with its share of the calls. */
    record Mix(List<Part> parts) implements Latency {

        /** A share {@code p} of the calls. */
        public record Part(double p, Latency latency) {}

        @Override
        public Duration draw(RandomGenerator random) {
            double left = random.nextDouble();
            for (Part part : parts) {
                left -= part.p();
                if (left < 0) {
                    return part.latency().draw(random);
                }
            }
            return parts.getLast().latency().draw(random);
        }
    }
}
