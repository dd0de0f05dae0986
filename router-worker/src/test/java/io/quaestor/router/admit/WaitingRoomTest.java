package io.quaestor.router.admit;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ErrorType;
import io.quaestor.router.Samples;
import io.quaestor.router.fair.FakeWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final WaitingRoom room = new WaitingRoom();
    private final FakeWeights weights = new FakeWeights();

    @Test
    void takesAWayThatFailedTheJobOnlyWhileNoOtherIsInService() {
        var ways = new Ways(List.of(new Way("q", "m@q"), new Way("p", "m@p")), 1);
        assertThat(ways.free(_ -> true, way -> way.provider().equals("p"))).isEmpty();
        assertThat(ways.free(way -> way.provider().equals("p"), _ -> true))
                .contains(new Way("p", "m@p"));
        assertThat(ways.free(_ -> false, _ -> true)).isEmpty();
        assertThat(new Ways(ways.all(), 0).free(_ -> true, _ -> true))
                .contains(new Way("q", "m@q"));
    }

    @Test
    void letsDepartmentsTakeTurns() {
        enter("a", 1, "p");
        enter("a", 2, "p");
        enter("a", 3, "p");
        enter("b", 4, "p");
        enter("b", 5, "p");
        assertThat(leaving(in("p", "q"))).containsExactly(1L, 4L, 2L, 5L, 3L);
    }

    @Test
    void keepsTheTurnOfADepartmentThatCannotGo() {
        // P and Q have room in turns; c takes each chance on Q.
        for (long number = 1; number <= 12; number++) {
            enter("a", number, "p");
            enter("b", 100 + number, "p");
            enter("c", 200 + number, "q");
        }
        var went = new ArrayList<Long>();
        for (int i = 0; i < 6; i++) {
            room.next(in("p"), weights).ifPresent(next -> went.add(offset(next)));
            assertThat(room.next(in("q"), weights)).isPresent();
        }
        assertThat(went).containsExactly(1L, 101L, 2L, 102L, 3L, 103L);
    }

    @Test
    void savesNoTurnsUpForADepartmentThatCouldNotGo() {
        for (long number = 1; number <= 20; number++) {
            enter("a", number, "p");
            enter("b", 100 + number, "q");
            enter("b", 200 + number, "p");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(room.next(in("q"), weights)).isPresent();
        }
        assertThat(leaving(in("p"), 6)).containsExactly(1L, 201L, 2L, 202L, 3L, 203L);
    }

    @Test
    void sharesAProviderAmongDepartmentsByWeight() {
        weights.put("b", 3);
        for (long number = 1; number <= 40; number++) {
            enter("a", number, "p");
            enter("b", 100 + number, "p");
        }
        var went = leaving(in("p"), 40);
        assertThat(went).filteredOn(number -> number < 100).hasSize(10);
    }

    @Test
    void sharesADepartmentAmongItsUsersByWeightAndLetsNoneWaitBehindManyOfAnother() {
        weights.put("a", "bob", 3);
        for (long number = 1; number <= 40; number++) {
            enterAs("ann", number, 0);
        }
        for (long number = 101; number <= 140; number++) {
            enterAs("bob", number, 0);
        }
        assertThat(leaving(in("p"), 40)).filteredOn(number -> number < 100).hasSize(10);
        enterAs("cid", 300, 0);
        assertThat(leaving(in("p"), 3)).contains(300L);
    }

    @Test
    void putsPriorityBeforeTheTurnsOfUsers() {
        enterAs("ann", 1, 0);
        enterAs("ann", 2, 7);
        enterAs("ann", 3, 7);
        enterAs("bob", 4, 0);
        assertThat(leaving(in("p"))).as("which counted").containsExactly(2L, 3L, 4L, 1L);
    }

    @Test
    void countsTheTurnsOfAUserInAllLinesOfTheDepartment() {
        for (long number = 1; number <= 40; number++) {
            enterAs("ann", number, "m@p");
            enterAs("ann", 100 + number, "n@p");
        }
        enterAs("bob", 300, "n@p");
        enterAs("bob", 301, "n@p");
        assertThat(leaving(in("p"), 4)).containsSubsequence(300L, 301L);
    }

    @Test
    void putsHigherPriorityAndThenTheOlderFirstInsideADepartment() {
        enter("a", 1, 0, "p");
        enter("a", 2, 5, "p");
        enter("a", 3, -5, "p");
        enter("a", 4, 5, "p");
        enter("a", 5, 100, "p");
        assertThat(leaving(in("p", "q"))).containsExactly(5L, 2L, 4L, 1L, 3L);
    }

    @Test
    void putsTheBestOfAllLinesFirst() {
        enter("a", 1, 0, "p");
        enter("a", 2, 9, "q");
        enter("a", 3, 0, "q");
        assertThat(leaving(in("p", "q"))).containsExactly(2L, 1L, 3L);
    }

    @Test
    void putsWhatCameBackBeforeWhatIsNewAndInItsOwnOrder() {
        enter("a", 7, 100, "p");
        enterBack("a", 3, "p");
        enterBack("a", 4, "p");
        assertThat(leaving(in("p", "q"))).containsExactly(3L, 4L, 7L);
    }

    @Test
    void keepsAgeOverReentry() {
        enter("a", 1, "p");
        enter("a", 2, "p");
        enter("a", 3, "p");
        var first = room.next(in("p", "q"), weights).orElseThrow().applicant();
        room.enter(first, ways("p"));
        assertThat(leaving(in("p", "q"))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void letsJobsPastThoseWhoseProviderIsFull() {
        enter("a", 1, "p");
        enter("a", 2, "q");
        enter("b", 3, "p");
        enter("b", 4, "q");
        assertThat(leaving(in("q"))).containsExactly(2L, 4L);
        assertThat(room.size()).isEqualTo(2);
    }

    @Test
    void sendsAJobToItsFirstProviderWithRoom() {
        enter("a", 1, "p", "q");
        var next = room.next(in("q", "r"), weights).orElseThrow();
        assertThat(next.way().provider()).isEqualTo("q");
        enter("a", 2, "p", "q");
        assertThat(room.next(in("p", "q"), weights).orElseThrow().way().provider()).isEqualTo("p");
    }

    @Test
    void tellsOverdueJobsInTheOrderOfTheirDeadlines() {
        room.enter(withDeadline(1, 30), ways("p"));
        room.enter(withDeadline(2, 10), ways("q"));
        room.enter(withDeadline(3, 20), ways("p"));
        room.enter(withDeadline(4, 21), ways("p"));
        assertThat(overdue(9)).isEmpty();
        assertThat(overdue(20)).containsExactly(2L, 3L);
        assertThat(leaving(in("p", "q"))).containsExactly(1L, 4L);
        assertThat(room.departmentsWaitingFor("p")).isEmpty();
    }

    @Test
    void tellsNoMoreOverdueJobsThanAreWanted() {
        for (long number = 1; number <= 5; number++) {
            room.enter(withDeadline(number, 1), ways("p"));
        }
        assertThat(room.overdue(NOW.plusSeconds(1), 3)).hasSize(3);
        assertThat(room.overdue(NOW.plusSeconds(1), 3)).hasSize(2);
    }

    @Test
    void keepsPostponedJobsAsideUntilTheirTimeOrDeadline() {
        room.postpone(back("a", 1, 10));
        room.postpone(back("a", 2, 5));
        var late = back("a", 3, 60);
        late.job().setDeadline(NOW.plusSeconds(7));
        room.postpone(late);
        assertThat(room.next(in("p", "q"), weights)).isEmpty();
        assertThat(room.due(NOW.plusSeconds(4))).isEmpty();
        assertThat(room.due(NOW.plusSeconds(5))).extracting(Applicant::offset).containsExactly(2L);
        assertThat(overdue(7)).containsExactly(3L);
        assertThat(room.due(NOW.plusSeconds(99))).extracting(Applicant::offset).containsExactly(1L);
        assertThat(room.size()).isZero();
    }

    @Test
    void letsEverybodyInLineLeaveAndThePostponedStay() {
        enter("a", 1, "p");
        enter("b", 2, "q");
        room.postpone(back("a", 3, 60));
        assertThat(room.leaveAll()).extracting(Applicant::offset).containsExactlyInAnyOrder(1L, 2L);
        assertThat(room.size()).isEqualTo(1);
        assertThat(room.departmentsWaitingFor("p")).isEmpty();
    }

    private static Ways ways(String... providers) {
        var all = Stream.of(providers).map(name -> new Way(name, "m@" + name)).toList();
        return new Ways(all, all.size());
    }

    private static Function<Ways, Optional<Way>> in(String... providers) {
        return ways -> ways.free(_ -> true, way -> List.of(providers).contains(way.provider()));
    }

    private void enter(String department, long offset, String... providers) {
        enter(department, offset, 0, providers);
    }

    private void enter(String department, long offset, int priority, String... providers) {
        room.enter(applicant(department, offset, priority), ways(providers));
    }

    private void enterBack(String department, long offset, String... providers) {
        room.enter(back(department, offset, 0), ways(providers));
    }

    private static Applicant withDeadline(long offset, int seconds) {
        var applicant = applicant("a", offset, 0);
        applicant.job().setDeadline(NOW.plusSeconds(seconds));
        return applicant;
    }

    private static Applicant applicant(String department, long offset, int priority) {
        var request = Samples.request("r" + offset);
        request.setDepartment(department);
        request.setPriority(priority);
        return Applicant.of(new AcceptedJob(3, Samples.job(request, offset), 1), offset);
    }

    private static Applicant back(String department, long offset, int notBeforeSeconds) {
        var request = Samples.request("back" + offset);
        request.setDepartment(department);
        var returned =
                Samples.returned(
                        Samples.job(request, offset),
                        Samples.route("haiku", "sim-aws"),
                        ErrorType.THROTTLED,
                        NOW.plusSeconds(notBeforeSeconds));
        return Applicant.of(returned, offset);
    }

    private void enterAs(String user, long offset, String model) {
        var applicant = applicant("a", offset, 0);
        applicant.job().getRequest().setUser(user);
        room.enter(applicant, new Ways(List.of(new Way("p", model)), 1));
    }

    private void enterAs(String user, long offset, int priority) {
        var applicant = applicant("a", offset, priority);
        applicant.job().getRequest().setUser(user);
        room.enter(applicant, ways("p"));
    }

    private List<Long> leaving(Function<Ways, Optional<Way>> hasRoom, int most) {
        var left = new ArrayList<Long>();
        for (int i = 0; i < most; i++) {
            room.next(hasRoom, weights).ifPresent(next -> left.add(offset(next)));
        }
        return left;
    }

    private List<Long> leaving(Function<Ways, Optional<Way>> hasRoom) {
        var left = new ArrayList<Long>();
        for (var next = room.next(hasRoom, weights);
                next.isPresent();
                next = room.next(hasRoom, weights)) {
            left.add(offset(next.get()));
        }
        return left;
    }

    private static long offset(WaitingRoom.Next next) {
        return next.applicant().offset();
    }

    private List<Long> overdue(int seconds) {
        return room.overdue(NOW.plusSeconds(seconds), 100).stream().map(Applicant::offset).toList();
    }
}
