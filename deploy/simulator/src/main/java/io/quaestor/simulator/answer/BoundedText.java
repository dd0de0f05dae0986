package io.quaestor.simulator.answer;

/**
 * Text that a regular expression may read only so often: a caller's pattern must not hold the event
 * loop.
 */
final class BoundedText implements CharSequence {

    /** The regular expression backtracked too much. */
    static final class TooManyReads extends RuntimeException {
        TooManyReads() {
            super("a pattern read its text more than " + MAX_READS + " times", null, false, false);
        }
    }

    /** Some tens of milliseconds. */
    private static final int MAX_READS = 5_000_000;

    private final String text;
    private int reads;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads > MAX_READS) {
            throw new TooManyReads();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
