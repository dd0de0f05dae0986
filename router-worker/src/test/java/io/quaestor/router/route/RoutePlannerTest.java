package io.quaestor.router.route;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ErrorType;
import io.quaestor.event.ImagePart;
import io.quaestor.event.Job;
import io.quaestor.event.Progress;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Tool;
import io.quaestor.event.TriedRoute;
import io.quaestor.kernel.price.Bounded;
import io.quaestor.kernel.price.Unpriced;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {
    private static final String HAIKU = "haiku@sim-aws";
    private static final String MINI = "mini@sim-oai";

    private final SampleCatalog catalog = SampleCatalog.legal();
    private final Job job = Samples.job(1);
    private final Progress progress = Samples.untried();

    @Test
    void plansTheModelsOfTheAliasInTheCataloguesOrder() {
        assertThat(models()).containsExactly(HAIKU, MINI);
        catalog.alias("fast", MINI, HAIKU);
        assertThat(models()).containsExactly(MINI, HAIKU);
    }

    @Test
    void sendsTheLeastOfWhatIsAskedForAndAllowed() {
        assertThat(plan().candidates().getFirst().maxOutputTokens()).isEqualTo(4_096);
        catalog.changeDepartment(Samples.DEPARTMENT, legal -> legal.setMaxOutputTokens(900));
        assertThat(plan().candidates().getFirst().maxOutputTokens()).isEqualTo(900);
        job.getRequest().setMaxOutputTokens(300);
        assertThat(plan().candidates().getFirst().maxOutputTokens()).isEqualTo(300);
    }

    @Test
    void leavesOutWhatLiesInARegionThatTheDepartmentOrTheRequestDoesNotAllow() {
        catalog.changeProvider("sim-aws", provider -> provider.setRegion("us-east-1"));
        assertThat(models()).containsExactly(MINI);
        job.getRequest().setAllowedRegions(List.of("us-east-1"));
        assertThat(plan().candidates()).isEmpty();
        assertThat(plan().excludedByRegionOnly()).isTrue();
        catalog.changeDepartment(Samples.DEPARTMENT, legal -> legal.setRegions(List.of()));
        assertThat(models()).containsExactly(HAIKU);
    }

    @Test
    void doesNotBlameTheRegionWhenARouteThereCouldNotTakeTheJobEither() {
        job.getRequest().setAllowedRegions(List.of("eu-west-1"));
        catalog.changeProvider("sim-aws", provider -> provider.setRegion("us-east-1"));
        catalog.changeModel(MINI, mini -> mini.setMaxOutputTokens(10));
        job.getRequest().setMaxOutputTokens(11);
        assertThat(plan().candidates()).isEmpty();
        assertThat(plan().excludedByRegionOnly()).isFalse();
        assertThat(plan().whyEmpty()).contains("output limit");
    }

    @Test
    void leavesOutWhatCannotDoWhatTheJobNeeds() {
        catalog.changeModel(
                HAIKU,
                haiku -> {
                    haiku.setJson(false);
                    haiku.setTools(false);
                });
        assertThat(models()).containsExactly(HAIKU, MINI);
        job.getRequest()
                .setResponseFormat(
                        ResponseFormat.newBuilder().setKind(ResponseKind.JSON_SCHEMA).build());
        assertThat(models()).containsExactly(MINI);
        job.getRequest().setResponseFormat(null);
        job.getRequest().setTools(List.of(new Tool("t", "", "{}")));
        assertThat(models()).containsExactly(MINI);
    }

    @Test
    void leavesOutWhatTakesNoImagesOrDocuments() {
        catalog.changeModel(MINI, mini -> mini.setImages(true));
        addPart(new ImagePart("image/png", null, "https://x/1.png", "auto"));
        assertThat(models()).containsExactly(MINI);
        addPart(new DocumentPart("application/pdf", "a", null, "https://x/1.pdf"));
        assertThat(models()).isEmpty();
    }

    @Test
    void leavesOutWhatHasTooLittleContextOrOutput() {
        job.setInputBytes(100_000);
        catalog.changeModel(HAIKU, haiku -> haiku.setContextTokens(10_000));
        assertThat(models()).containsExactly(MINI);
        job.getRequest().setMaxOutputTokens(4_097);
        assertThat(models()).isEmpty();
    }

    @Test
    void leavesOutWhatFailedTheJobAndSaysSoWhenNothingIsLeft() {
        tried(HAIKU, ErrorType.AUTHENTICATION);
        assertThat(models()).containsExactly(MINI);
        tried(MINI, ErrorType.MODEL_NOT_FOUND);
        assertThat(plan().candidates()).isEmpty();
        assertThat(plan().whyEmpty()).contains("failed the job");
    }

    @Test
    void takesWhatMayPassAgainOnlyWhenNothingElseIsLeft() {
        long both = bound();
        tried(HAIKU, ErrorType.THROTTLED);
        assertThat(models()).containsExactly(MINI);
        assertThat(allModels()).containsExactly(MINI, HAIKU);
        assertThat(bound()).as("the hold covers a return to it").isEqualTo(both);
        tried(MINI, ErrorType.OVERLOADED);
        assertThat(models()).containsExactly(HAIKU, MINI);
        tried(MINI, ErrorType.QUOTA_EXHAUSTED);
        assertThat(models()).containsExactly(HAIKU);
    }

    @Test
    void takesOnlyALargerWindowAfterAPromptThatWasTooLong() {
        tried(HAIKU, ErrorType.CONTEXT_TOO_LONG);
        long window = catalog.snapshot().model(HAIKU).orElseThrow().getContextTokens();
        catalog.changeModel(MINI, mini -> mini.setContextTokens(window));
        assertThat(models()).isEmpty();
        catalog.changeModel(MINI, mini -> mini.setContextTokens(window + 1));
        assertThat(models()).containsExactly(MINI);
    }

    @Test
    void holdsAnUnknownOutcomeAgainstNoRoute() {
        tried(HAIKU, ErrorType.OUTCOME_UNKNOWN);
        assertThat(models()).containsExactly(HAIKU, MINI);
    }

    @Test
    void repairsAReplyWhereItCameFrom() {
        tried(MINI, ErrorType.SCHEMA_VIOLATION);
        assertThat(models()).containsExactly(MINI, HAIKU);
        tried(HAIKU, ErrorType.SCHEMA_VIOLATION);
        assertThat(models()).containsExactly(HAIKU, MINI);
        tried(HAIKU, ErrorType.OVERLOADED);
        assertThat(models()).containsExactly(MINI);
    }

    @Test
    void asksAnotherToRepairWhileTheOneThatRepliedThrottlesTheJob() {
        tried(HAIKU, ErrorType.SCHEMA_VIOLATION);
        tried(HAIKU, ErrorType.THROTTLED);
        assertThat(models()).containsExactly(MINI);
    }

    @Test
    void countsTheTextsThatARepairAdds() {
        catalog.alias("fast", HAIKU);
        var planner = new RoutePlanner(catalog.snapshot(), catalog.prices());
        var needs = InputNeeds.of(job).plusTexts(2, 700);
        var bound = (Bounded) planner.plan(job, needs, progress, NOW).bound();
        // 700 tokens, two messages of 16 and their parts of 8, at 0.25 USD per million.
        assertThat(bound.atMost().nanoUsd() - bound()).isEqualTo((700 + 2 * (16 + 8)) * 250);
    }

    @Test
    void boundsTheJobByItsDearestCandidate() {
        long cheap = bound();
        catalog.changeModel(
                MINI,
                mini ->
                        mini.setPrices(
                                List.of(SampleCatalog.price("dear", 2_500_000, 12_500_000))));
        assertThat(bound()).isEqualTo(10 * cheap);
        tried(MINI, ErrorType.AUTHENTICATION);
        assertThat(bound()).isEqualTo(cheap);
    }

    @Test
    void boundsByTheDearestPriceInForceUntilTheDeadline() {
        long today = bound();
        var rise = SampleCatalog.price("rise", 500_000, 2_500_000);
        rise.setFrom(Samples.DEADLINE);
        catalog.changeModel(
                HAIKU,
                haiku ->
                        haiku.setPrices(
                                List.of(SampleCatalog.price("now", 250_000, 1_250_000), rise)));
        assertThat(bound()).isEqualTo(2 * today);
        rise.setFrom(Samples.DEADLINE.plusMillis(1));
        assertThat(bound()).isEqualTo(today);
    }

    @Test
    void knowsNoBoundWhenACandidateHasNoPrice() {
        catalog.changeModel(MINI, mini -> mini.setPrices(List.of()));
        assertThat(plan().bound()).isInstanceOf(Unpriced.class);
    }

    @Test
    void countsAnImageAsTheModelBoundsItAndNotByItsBytes() {
        catalog.alias("fast", HAIKU);
        images(1_600);
        long without = bound();
        addPart(new ImagePart("image/png", ByteBuffer.allocate(90_000), null, "auto"));
        job.setInputBytes(job.getInputBytes() + 90_000);
        // 1600 tokens and the part's frame of 8, at 0.25 USD per million.
        assertThat(bound() - without).isEqualTo((1_600 + 8) * 250);
    }

    @Test
    void countsADocumentThatTheProviderFetchesAsTheModelBoundsIt() {
        catalog.alias("fast", HAIKU)
                .changeModel(
                        HAIKU,
                        haiku -> {
                            haiku.setDocuments(true);
                            haiku.setDocumentTokenBound(50_000);
                        });
        long without = bound();
        addPart(new DocumentPart("application/pdf", "a", null, "https://x/1.pdf"));
        assertThat(bound() - without).isEqualTo((50_000 + 8) * 250);
    }

    @Test
    void knowsNoBoundForAnImageThatTheProviderFetchesWithoutOneInTheCatalogue() {
        images(0);
        addPart(new ImagePart("image/png", null, "https://x/1.png", "auto"));
        var bound = plan().bound();
        assertThat(bound).isInstanceOf(Unpriced.class);
        assertThat(((Unpriced) bound).reason()).isEqualTo(Unpriced.Reason.NO_BOUND);
    }

    @Test
    void countsAnImageWithoutABoundATokenAByte() {
        catalog.alias("fast", HAIKU);
        images(0);
        long without = bound();
        addPart(new ImagePart("image/png", ByteBuffer.allocate(9_000), null, "auto"));
        job.setInputBytes(job.getInputBytes() + 9_000);
        assertThat(bound() - without).isEqualTo((9_000 + 8) * 250);
    }

    @Test
    void survivesACatalogueWhoseBoundsAndNamesAreOutOfRange() {
        images(Long.MAX_VALUE);
        addPart(new ImagePart("image/png", null, "https://x/1.png", "auto"));
        addPart(new ImagePart("image/png", null, "https://x/2.png", "auto"));
        assertThat(plan().candidates()).isEmpty();
        catalog.model("bad", "sim-aws", "two words").alias("fast", "bad", "gone");
        assertThat(plan().candidates()).isEmpty();
        job.getRequest().setMaxOutputTokens(-5);
        catalog.alias("fast", MINI);
        assertThat(plan().candidates()).isEmpty();
    }

    @Test
    void namesThePriceVersionOfTheChosenRoute() {
        var planner = new RoutePlanner(catalog.snapshot(), catalog.prices());
        assertThat(planner.priceVersion(Samples.route("haiku", "sim-aws"), NOW))
                .isEqualTo(HAIKU + "-1");
        assertThat(planner.priceVersion(Samples.route("other", "sim-aws"), NOW)).isEmpty();
    }

    @Test
    void takesTurnsAmongRoutesThatAllHaveFailedTheJob() {
        tried(HAIKU, ErrorType.OVERLOADED);
        tried(MINI, ErrorType.THROTTLED);
        assertThat(models()).containsExactly(HAIKU, MINI);
        tried(HAIKU, ErrorType.OVERLOADED);
        assertThat(models()).containsExactly(MINI, HAIKU);
    }

    private void images(long bound) {
        for (var model : List.of(HAIKU, MINI)) {
            catalog.changeModel(
                    model,
                    entry -> {
                        entry.setImages(true);
                        entry.setImageTokenBound(bound);
                    });
        }
    }

    private void addPart(Object part) {
        job.getRequest().getMessages().getFirst().getParts().add(part);
    }

    private void tried(String model, ErrorType error) {
        var at = model.split("@", 2);
        var tried = new ArrayList<>(progress.getTried());
        tried.add(new TriedRoute(Samples.route(at[0], at[1]), tried.size() + 1, error, false));
        progress.setTried(tried);
    }

    private RoutePlan plan() {
        return new RoutePlanner(catalog.snapshot(), catalog.prices())
                .plan(job, InputNeeds.of(job), progress, NOW);
    }

    /** Those that have not failed the job; all when there is none. */
    private List<String> models() {
        int fresh = plan().fresh();
        return fresh == 0 ? allModels() : allModels().subList(0, fresh);
    }

    private List<String> allModels() {
        return plan().candidates().stream().map(candidate -> candidate.route().getModel()).toList();
    }

    private long bound() {
        return ((Bounded) plan().bound()).atMost().nanoUsd();
    }
}
