package io.quaestor.kernel;

import java.util.Collection;

/**
 * Chooses the lane of a new department: the least used one of lanes 1 to 31, and among equals the
 * one whose turn is first in an order that spreads: workers own contiguous lanes, and departments
 * side by side would all be one worker's. The same catalogue always assigns the same lanes.
 *
 * <p>Retired departments keep their lane and therefore count too: their journal still lies there.
 */
public final class LaneAssignment {

    private static final int DEPARTMENT_LANES = Lane.COUNT - 1;

    /** The golden section of 31, which is prime: any few turns in a row lie far apart. */
    private static final int STRIDE = 19;

    private LaneAssignment() {}

    /**
     * The lane for one more department.
     *
     * @param assigned the lanes of all departments so far, one element per department
     */
    public static Lane leastUsed(Collection<Lane> assigned) {
        int[] departments = new int[Lane.COUNT];
        assigned.forEach(lane -> departments[lane.number()]++);
        int least = inTurn(0);
        for (int turn = 1; turn < DEPARTMENT_LANES; turn++) {
            if (departments[inTurn(turn)] < departments[least]) {
                least = inTurn(turn);
            }
        }
        return new Lane(least);
    }

    private static int inTurn(int turn) {
        return Lane.SYSTEM.number() + 1 + turn * STRIDE % DEPARTMENT_LANES;
    }
}
