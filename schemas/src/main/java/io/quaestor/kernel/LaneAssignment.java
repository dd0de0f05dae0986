package io.quaestor.kernel;

import java.util.Collection;

/**
 * Chooses the lane of a new department: the least used one of lanes 1 to 31, the lowest number
 * among equals, so that the same catalogue always assigns the same lanes.
 *
 * <p>Retired departments keep their lane and therefore count too: their journal still lies there.
 */
public final class LaneAssignment {

    private LaneAssignment() {}

    /**
     * The lane for one more department.
     *
     * @param assigned the lanes of all departments so far, one element per department
     */
    public static Lane leastUsed(Collection<Lane> assigned) {
        int[] departments = new int[Lane.COUNT];
        assigned.forEach(lane -> departments[lane.number()]++);
        int least = Lane.SYSTEM.number() + 1;
        for (int number = least + 1; number < Lane.COUNT; number++) {
            if (departments[number] < departments[least]) {
                least = number;
            }
        }
        return new Lane(least);
    }
}
