package io.quaestor.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.catalog.CatalogDiff.Change;
import io.quaestor.event.CatalogEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {
    @Test
    void addsEverythingToAnEmptyCatalogue() {
        var diff = diff(CurrentCatalog.EMPTY, Catalogs.VALID);
        assertThat(diff).hasSize(10).allMatch(entry -> entry.change() == Change.ADDED);
        assertThat(diff.getFirst().fields())
                .contains(new CatalogDiff.Field("protocol", "", "BEDROCK"));
    }

    @Test
    void namesTheFieldsThatChange() {
        var diff = diff(current(), Catalogs.with("max-in-flight: 8", "max-in-flight: 9"));
        assertThat(diff).allMatch(entry -> entry.change() == Change.CHANGED);
        assertThat(diff.getFirst().fields())
                .containsExactly(new CatalogDiff.Field("maxInFlight", "8", "9"));
    }

    @Test
    void saysNothingAboutTheSameDocument() {
        assertThat(diff(current(), Catalogs.VALID)).isEmpty();
    }

    private static CurrentCatalog current() {
        var plan = (CatalogPlan.NewVersion) plan(CurrentCatalog.EMPTY, Catalogs.VALID);
        return CurrentCatalog.of(
                plan.entries().stream()
                        .map(
                                entry ->
                                        new CurrentCatalog.KnownEntry(
                                                entry, ByteBuffer.wrap(new byte[32])))
                        .toList());
    }

    private static List<CatalogDiff.Entry> diff(CurrentCatalog current, String yaml) {
        return CatalogDiff.of(current, plan(current, yaml));
    }

    private static CatalogPlan plan(CurrentCatalog current, String yaml) {
        return CatalogPlanner.plan(
                current,
                Catalogs.valid(yaml),
                new Application("ada", "why", "test", Instant.EPOCH, CatalogDiffTest::digest));
    }

    private static ByteBuffer digest(CatalogEntry entry) {
        return ByteBuffer.wrap(new byte[] {(byte) entry.getName().length()});
    }
}
