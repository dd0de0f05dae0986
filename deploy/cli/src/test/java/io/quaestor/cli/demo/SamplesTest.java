package io.quaestor.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ProviderEntry;
import io.quaestor.kernel.Money;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Path FOLDER =
            Path.of(
                    Objects.requireNonNull(System.getProperty("quaestor.root")),
                    "deploy",
                    "samples");
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Samples samples = Samples.read(FOLDER);
    private final CatalogDocument catalog = catalog("catalog.yml");

    @Test
    void holdEightyFiveDocumentsAndOneTaskForEachOfThreeDepartments() {
        assertThat(samples.jobs()).isEqualTo(255);
        assertThat(samples.tasks())
                .extracting(SampleTask::department)
                .containsExactlyInAnyOrderElementsOf(catalog.departments().keySet());
    }

    @Test
    void areAllWithinWhatTheCatalogueAllows() {
        for (var task : samples.tasks()) {
            var department = Objects.requireNonNull(catalog.departments().get(task.department()));
            assertThat(department.getModels()).contains(task.alias());
            assertThat(task.maxOutputTokens()).isLessThanOrEqualTo(department.getMaxOutputTokens());
            assertThat(samples.documents())
                    .allSatisfy(
                            document ->
                                    assertThat(
                                                    SampleRequests.prompt(task, document)
                                                            .getBytes(StandardCharsets.UTF_8)
                                                            .length)
                                            .isLessThan((int) department.getMaxInputBytes()));
        }
    }

    @Test
    void alwaysHaveTheSameIdsAndEachItsOwn() {
        var ids = SampleRequests.mixed(samples).stream().map(LlmRequest::getRequestId).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(SampleRequests.mixed(Samples.read(FOLDER)))
                .extracting(LlmRequest::getRequestId)
                .containsExactlyElementsOf(ids);
    }

    @Test
    void callTheSimulatorOnlyWithSmallQueuesAndFourAliasesOverBothProtocols() {
        assertThat(catalog.providers().values())
                .hasSize(2)
                .allMatch(ProviderEntry::getSimulated)
                .allMatch(provider -> provider.getMaxInFlight() == 8 && provider.getLagLimit() == 8)
                .extracting(ProviderEntry::getProtocol)
                .doesNotHaveDuplicates();
        assertThat(catalog.aliases()).hasSize(4);
    }

    @Test
    void sayWhatRealProvidersCostAtMostAndRefuseSimulatedOnesAndMissingKeys() {
        var live = catalog("catalog-live.yml");
        var few = samples.first(2);

        var costs = LiveCosts.of(live, few, Map.of("OPENAI_API_KEY", "x"), NOW);

        assertThat(costs.documents()).isEqualTo(2);
        assertThat(costs.jobs()).isEqualTo(6);
        assertThat(costs.worst()).isBetween(Money.parseUsd("0.001"), Money.parseUsd("1"));
        assertThat(costs.lines()).anyMatch(line -> line.contains("provider aws, region eu-west-1"));
        assertThatThrownBy(() -> LiveCosts.of(live, few, Map.of(), NOW))
                .hasMessageContaining("OPENAI_API_KEY");
        assertThatThrownBy(() -> LiveCosts.of(catalog, few, Map.of(), NOW))
                .hasMessageContaining("simulated");
    }

    private static CatalogDocument catalog(String name) {
        return CatalogFile.read(
                FOLDER.resolve(name), CatalogFile.environment("http://127.0.0.1:8080"));
    }
}
