package io.quaestor.audit.chain;

import io.quaestor.kernel.Lane;

/**
 * Where a lane's chain ends.
 *
 * @param sequence number of the next entry, which is the count of entries so far
 * @param leaf leaf of the last entry; {@link Hash#ZERO} while there is none
 */
public record ChainHead(Lane lane, long sequence, Hash leaf) {

    /**
     * @throws IllegalArgumentException when the sequence is negative, or an empty chain has a leaf
     */
    public ChainHead {
        if (sequence < 0 || (sequence == 0 && !leaf.equals(Hash.ZERO))) {
            throw new IllegalArgumentException(
                    lane + " cannot have this head: " + sequence + " " + leaf);
        }
    }

    /** The head of a chain without entries. */
    public static ChainHead empty(Lane lane) {
        return new ChainHead(lane, 0, Hash.ZERO);
    }
}
