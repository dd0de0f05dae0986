package io.quaestor.audit.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of numbers, one bit each, in pages: made for millions that are nearly contiguous. */
final class NumberSet {

    /** Numbers that are missing before one that is there, both ends inclusive. */
    record Gap(long first, long last) {}

    /** Where numbering begins. */
    private static final long FIRST = 1;

    private static final int PAGE_BITS = 1 << 16;

    private final Map<Long, BitSet> pages = new TreeMap<>();

    /** False when the number was there already. */
    boolean add(long number) {
        BitSet page = pages.computeIfAbsent(Math.floorDiv(number, PAGE_BITS), _ -> new BitSet());
        int bit = Math.floorMod(number, PAGE_BITS);
        boolean fresh = !page.get(bit);
        page.set(bit);
        return fresh;
    }

    /** The first {@code limit} gaps, in order. */
    List<Gap> gaps(int limit) {
        List<Gap> gaps = new ArrayList<>();
        long next = FIRST;
        for (Map.Entry<Long, BitSet> page : pages.entrySet()) {
            long base = page.getKey() * PAGE_BITS;
            BitSet bits = page.getValue();
            for (int from = bits.nextSetBit(0); from >= 0 && gaps.size() < limit; ) {
                int to = bits.nextClearBit(from);
                if (base + from > next) {
                    gaps.add(new Gap(next, base + from - 1));
                }
                next = base + to;
                from = bits.nextSetBit(to);
            }
        }
        return gaps;
    }
}
