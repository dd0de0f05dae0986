package io.quaestor.spend.fold;

import static io.quaestor.event.BudgetEventKind.BREACHED;
import static io.quaestor.event.BudgetEventKind.RESTORED;
import static io.quaestor.event.BudgetEventKind.WARNED;
import static io.quaestor.spend.fold.Events.NOON;
import static io.quaestor.spend.fold.Events.admitted;
import static io.quaestor.spend.fold.Events.billed;
import static io.quaestor.spend.fold.Events.budget;
import static io.quaestor.spend.fold.Events.cost;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.WindowType;
import io.quaestor.spend.fold.Events.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetRulesTest {

    private final Ledger ledger = new Ledger();
    private int jobs;

    private void spend(long nanoUsd, Instant at) {
        var job = Job.of("job-" + jobs++);
        ledger.fold(admitted(job, 1, nanoUsd, at), billed(job, 1, 1, cost(nanoUsd), at));
    }

    private void spend(long nanoUsd) {
        spend(nanoUsd, NOON);
    }

    private Optional<BudgetState> dayState() {
        return ledger.book().flush().stream()
                .flatMap(statement -> statement.state().stream())
                .filter(state -> state.getLevel() == SpendLevel.DEPARTMENT)
                .filter(state -> state.getWindow().getType() == WindowType.DAY)
                .findFirst();
    }

    private BudgetStatus dayStatus() {
        return dayState().orElseThrow().getLimits().getFirst().getStatus();
    }

    @Test
    void warnsAtEachThresholdOnceAndBreachesOnce() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));

        for (int i = 0; i < 12; i++) {
            spend(100);
        }

        assertThat(ledger.said()).containsExactly(WARNED, WARNED, BREACHED);
        assertThat(ledger.budgetEvents)
                .extracting(BudgetEvent::getSettledNanoUsd)
                .containsExactly(500L, 800L, 1000L);
        assertThat(dayStatus()).isEqualTo(BudgetStatus.BREACHED);
    }

    @Test
    void neverBreachesABudgetThatOnlyWarns() {
        ledger.fold(budget("day", "legal", BudgetMode.WARN, 1000, 1, NOON));

        spend(2000);

        assertThat(ledger.budgetEvents)
                .singleElement()
                .satisfies(event -> assertThat(event.getPercent()).isEqualTo(100));
        assertThat(dayStatus()).isEqualTo(BudgetStatus.WARNED);
    }

    @Test
    void restoresOnceWhenTheLimitIsRaised() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));
        spend(1200);
        ledger.book().flush();

        ledger.fold(budget("day", "legal", BudgetMode.STOP, 5000, 2, NOON));

        assertThat(ledger.said()).containsExactly(BREACHED, RESTORED);
        assertThat(dayStatus()).isEqualTo(BudgetStatus.OPEN);
    }

    @Test
    void breachesAtOnceWhenTheLimitIsLoweredBelowWhatIsSpent() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 5000, 1, NOON));
        spend(1200);

        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 2, NOON));

        assertThat(ledger.said()).containsExactly(BREACHED);
    }

    @Test
    void judgesWhatWasSpentBeforeTheBudgetExisted() {
        spend(1200);

        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));

        assertThat(ledger.said()).containsExactly(BREACHED);
    }

    @Test
    void opensWithTheNextWindow() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));
        spend(1200);
        ledger.book().flush();

        spend(100, NOON.plus(Duration.ofDays(1)));

        assertThat(dayStatus()).isEqualTo(BudgetStatus.OPEN);
        assertThat(ledger.said()).containsExactly(BREACHED);
    }

    @Test
    void publishesTheLimitBeforeAnythingIsSpent() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));

        assertThat(dayState().orElseThrow().getLimits())
                .singleElement()
                .extracting(BudgetLimit::getLimitNanoUsd)
                .isEqualTo(1000L);
    }

    @Test
    void publishesThatARetiredBudgetIsGone() {
        ledger.fold(budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON));
        spend(1200);
        ledger.book().flush();

        var retired =
                Events.budgetChanged("day", "legal", BudgetMode.STOP, 1000, 2)
                        .setRetired(true)
                        .build();
        ledger.fold(Events.event(Job.of("BUDGET:day"), NOON, retired));

        assertThat(ledger.said()).containsExactly(BREACHED, RESTORED);
        assertThat(dayState().orElseThrow().getLimits()).isEmpty();
    }

    @Test
    void publishesAUsersKeyOnlyWhileSomebodyMayNeedIt() {
        spend(100);
        assertThat(ledger.book().flush())
                .flatExtracting(statement -> statement.state().stream().toList())
                .hasSize(3)
                .allMatch(state -> state.getLevel() == SpendLevel.DEPARTMENT);

        var changed =
                Events.budgetChanged("ada-day", "legal", BudgetMode.STOP, 50, 1)
                        .setLevel(SpendLevel.USER)
                        .setName("ada");
        ledger.fold(Events.event(Job.of("BUDGET:ada-day"), NOON, changed.build()));
        assertThat(shownUserLimits()).containsExactly(1);

        ledger.fold(Events.event(Job.of("BUDGET:ada-day"), NOON, changed.setRetired(true).build()));
        ledger.restart();
        assertThat(shownUserLimits()).containsExactly(0);
    }

    private List<Integer> shownUserLimits() {
        return ledger.book().flush().stream()
                .flatMap(statement -> statement.state().stream())
                .filter(state -> state.getLevel() == SpendLevel.USER)
                .map(state -> state.getLimits().size())
                .toList();
    }

    @Test
    void movesABudgetToAnotherTarget() {
        ledger.fold(budget("b", "legal", BudgetMode.STOP, 1000, 1, NOON));
        spend(1200);
        var moved =
                Events.budgetChanged("b", "legal", BudgetMode.STOP, 1000, 2)
                        .setWindow(WindowType.MONTH)
                        .build();

        ledger.fold(Events.event(Job.of("BUDGET:b"), NOON, moved));

        assertThat(ledger.said()).containsExactly(BREACHED, RESTORED, BREACHED);
        assertThat(dayState().orElseThrow().getLimits()).isEmpty();
    }

    @Test
    void setsAsideABudgetItCannotRead() {
        var changed =
                Events.budgetChanged("b", "legal", BudgetMode.STOP, 1000, 1)
                        .setZone("Moon/Sea")
                        .build();

        ledger.fold(Events.event(Job.of("BUDGET:b"), NOON, changed));

        assertThat(ledger.unfoldable).hasSize(1);
    }
}
