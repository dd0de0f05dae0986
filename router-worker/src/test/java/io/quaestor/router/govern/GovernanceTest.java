package io.quaestor.router.govern;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.Job;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.VerdictKind;
import io.quaestor.event.VerdictRecord;
import io.quaestor.router.SampleBudgets;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.budget.BudgetBook;
import io.quaestor.router.route.InputNeeds;
import io.quaestor.router.route.RoutePlanner;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GovernanceTest {
    private final SampleCatalog catalog = SampleCatalog.legal();
    private final BudgetBook budgets = new BudgetBook();
    private final Job job = Samples.job(1);

    @Test
    void allowsAProperJobByEveryRule() {
        var judged = judge();
        assertThat(judged.isAllowed()).isTrue();
        assertThat(judged.records())
                .extracting(VerdictRecord::getRule)
                .containsExactly(
                        "department",
                        "user",
                        "audit-reason",
                        "model",
                        "sensitivity",
                        "region",
                        "size",
                        "parameters",
                        "route",
                        "in-service",
                        "max-cost",
                        "deadline",
                        "budget");
    }

    @Test
    void deniesADepartmentThatIsNotInTheCatalogue() {
        job.getRequest().setDepartment("nobody");
        assertThat(denials()).containsExactly(ErrorType.UNKNOWN_DEPARTMENT);
        assertThat(judge().mayBeStale()).isTrue();
    }

    @Test
    void deniesAUserThatADepartmentWithAListDoesNotHaveOrHasDisabled() {
        catalog.user("zoe", "other", true);
        assertThat(denials()).isEmpty();
        catalog.user("bob", Samples.DEPARTMENT, true);
        assertThat(denials()).containsExactly(ErrorType.UNKNOWN_USER);
        catalog.user("ann", Samples.DEPARTMENT, false);
        assertThat(denials()).containsExactly(ErrorType.UNKNOWN_USER);
        catalog.user("ann", Samples.DEPARTMENT, true);
        assertThat(denials()).isEmpty();
        catalog.user("ann", "other", true);
        assertThat(denials()).containsExactly(ErrorType.UNKNOWN_USER);
    }

    @Test
    void deniesAJobWithoutAnAuditReasonWhereOneIsRequired() {
        job.getRequest().setAuditReason("  ");
        assertThat(denials()).containsExactly(ErrorType.AUDIT_REASON_MISSING);
        catalog.changeDepartment(Samples.DEPARTMENT, legal -> legal.setAuditReasonRequired(false));
        assertThat(denials()).isEmpty();
    }

    @Test
    void deniesAnAliasThatDoesNotExistAndOneThatIsNotApproved() {
        job.getRequest().setModel("slow");
        assertThat(denials()).containsExactly(ErrorType.UNKNOWN_MODEL);
        catalog.alias("slow", "haiku@sim-aws");
        assertThat(denials()).containsExactly(ErrorType.NOT_APPROVED);
        assertThat(judge().mayBeStale()).isTrue();
    }

    @Test
    void deniesDataMoreSensitiveThanTheDepartmentMaySendOrOfAnUnknownClass() {
        job.getRequest().setSensitivity(Sensitivity.RESTRICTED);
        assertThat(denials()).containsExactly(ErrorType.SENSITIVITY_NOT_ALLOWED);
        job.getRequest().setSensitivity(Sensitivity.CONFIDENTIAL);
        assertThat(denials()).isEmpty();
        job.getRequest().setSensitivity(Sensitivity.UNKNOWN);
        assertThat(denials()).containsExactly(ErrorType.SENSITIVITY_NOT_ALLOWED);
    }

    @Test
    void deniesAModelWithoutARouteInAnAllowedRegion() {
        job.getRequest().setAllowedRegions(List.of("mars-1"));
        assertThat(denials()).containsExactly(ErrorType.REGION_NOT_ALLOWED);
    }

    @Test
    void deniesAnInputLargerThanTheDepartmentMaySend() {
        job.setInputBytes(200_000);
        assertThat(denials()).isEmpty();
        job.setInputBytes(200_001);
        assertThat(denials()).containsExactly(ErrorType.TOO_LARGE);
    }

    @Test
    void deniesMoreOutputThanTheDepartmentMayAskForAndLessThanOneToken() {
        catalog.changeDepartment(Samples.DEPARTMENT, legal -> legal.setMaxOutputTokens(100));
        job.getRequest().setMaxOutputTokens(100);
        assertThat(denials()).isEmpty();
        job.getRequest().setMaxOutputTokens(101);
        assertThat(denials()).containsExactly(ErrorType.PARAMETER_OUT_OF_RANGE);
        job.getRequest().setMaxOutputTokens(0);
        assertThat(denials()).containsExactly(ErrorType.PARAMETER_OUT_OF_RANGE);
        job.getRequest().setMaxOutputTokens(-1);
        assertThat(denials()).containsExactly(ErrorType.PARAMETER_OUT_OF_RANGE);
    }

    @Test
    void deniesAJobThatNoRouteCanTake() {
        job.getRequest().setMaxOutputTokens(4_097);
        assertThat(denials()).containsExactly(ErrorType.NO_ROUTE);
        assertThat(judge().mayBeStale()).isFalse();
    }

    @Test
    void deniesACallThatMayCostMoreThanTheRequestAllows() {
        job.getRequest().setMaxCostNanoUsd(1L);
        assertThat(denials()).containsExactly(ErrorType.MAX_COST);
        job.getRequest().setMaxCostNanoUsd(1_000_000_000L);
        assertThat(denials()).isEmpty();
        catalog.changeModel("mini@sim-oai", mini -> mini.setPrices(List.of()));
        assertThat(denials()).containsExactly(ErrorType.NO_PRICE);
        job.getRequest().setMaxCostNanoUsd(null);
        assertThat(denials()).isEmpty();
    }

    @Test
    void deniesADeadlineMoreThanSevenDaysAhead() {
        job.setDeadline(job.getAcceptedAt().plus(Duration.ofDays(7)));
        assertThat(denials()).isEmpty();
        job.setDeadline(job.getAcceptedAt().plus(Duration.ofDays(7)).plusSeconds(61));
        assertThat(denials()).containsExactly(ErrorType.DEADLINE);
    }

    @Test
    void deniesAJobOfABreachedBudgetUnlessItsMoneyIsHeld() {
        budgets.put(SampleBudgets.breachedDay(NOW));
        assertThat(denials()).containsExactly(ErrorType.BUDGET);
        assertThat(judge(true).isAllowed()).isTrue();
    }

    @Test
    void deniesWhereTheWindowsOfABudgetCannotBeTold() {
        catalog.changeDepartment(Samples.DEPARTMENT, legal -> legal.setZone("Mars/Olympus"));
        assertThat(denials()).containsExactly(ErrorType.GOVERNANCE_UNAVAILABLE);
    }

    @Test
    void listsEveryVerdictAndNotOnlyTheFirstDenial() {
        job.getRequest().setAuditReason("");
        job.getRequest().setSensitivity(Sensitivity.RESTRICTED);
        job.setInputBytes(200_001);
        assertThat(denials())
                .containsExactly(
                        ErrorType.AUDIT_REASON_MISSING,
                        ErrorType.SENSITIVITY_NOT_ALLOWED,
                        ErrorType.TOO_LARGE);
        assertThat(judge().records()).hasSize(13);
        assertThat(judge().records())
                .filteredOn(record -> record.getKind() == VerdictKind.DENY)
                .extracting(VerdictRecord::getRule)
                .containsExactly("audit-reason", "sensitivity", "size");
        assertThat(judge().problems())
                .extracting(problem -> problem.getField())
                .containsExactly("auditReason", "sensitivity", "messages");
    }

    @Test
    void refusesAJobThatWouldRatherFailThanWaitWhileNoRouteIsInService() {
        assertThat(denials()).isEmpty();
        available = _ -> false;
        assertThat(denials()).isEmpty();
        var policy = FallbackPolicy.newBuilder().setRejectWhenUnavailable(true).build();
        job.getRequest().setFallback(policy);
        assertThat(denials()).containsExactly(ErrorType.OVERLOADED);
        available = _ -> true;
        assertThat(denials()).isEmpty();
    }

    private List<ErrorType> denials() {
        return judge().denials().stream().map(Verdict.Deny::type).toList();
    }

    private Predicate<RouteRef> available = _ -> true;

    private Judged judge() {
        return judge(false);
    }

    private Judged judge(boolean hasHold) {
        var snapshot = catalog.snapshot();
        var plan =
                new RoutePlanner(snapshot, catalog.prices())
                        .plan(job, InputNeeds.of(job), Samples.untried(), NOW);
        return Governance.standard()
                .judge(new Case(job, snapshot, plan, budgets, available, hasHold, NOW));
    }
}
