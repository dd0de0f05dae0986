package io.quaestor.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.chaos.load.Errand;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.cli.chaos.load.Kind;
import io.quaestor.cli.stack.CatalogFile;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CampaignTest {
    @Test
    void hasACatalogueThatLetsInWhatTheLoadAsksFor() {
        var catalog =
                CatalogFile.parse(
                        "chaos-catalog.yml",
                        Campaign.catalog(),
                        CatalogFile.environment("http://127.0.0.1:1"));
        var errands = new Errands(3, 40, Instant.EPOCH);

        assertThat(catalog.budgets()).hasSize(4);
        for (int i = 0; i < 500; i++) {
            if (errands.errand(i) instanceof Errand.Publish(var kind, var request)
                    && kind == Kind.PLAIN) {
                var department =
                        Objects.requireNonNull(catalog.departments().get(request.getDepartment()));
                assertThat(department.getModels()).contains(request.getModel());
            }
        }
    }
}
