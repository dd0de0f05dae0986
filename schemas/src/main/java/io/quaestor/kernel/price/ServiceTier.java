package io.quaestor.kernel.price;

import java.util.regex.Pattern;

/** A provider's class of service, priced apart: {@code standard}, {@code flex}, {@code batch}, … */
public record ServiceTier(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** What a call gets that asks for nothing else. */
    public static final ServiceTier STANDARD = new ServiceTier("standard");

    /**
     * @throws IllegalArgumentException when the name does not match {@code [a-z][a-z0-9_-]{0,31}}
     */
    public ServiceTier {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("service tier must match " + NAME);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
