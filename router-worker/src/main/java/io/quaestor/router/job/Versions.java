package io.quaestor.router.job;

/**
 * What a decision was based on, for events and receipts. Empty and 0 where nothing was looked up.
 */
public record Versions(String policy, String price, long catalog) {
    public static final Versions NONE = new Versions("", "", 0);
}
