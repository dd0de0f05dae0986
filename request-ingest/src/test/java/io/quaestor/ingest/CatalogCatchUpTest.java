package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.catalog.CatalogSnapshot;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CatalogCatchUpTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int readings;
    private CompletableFuture<CatalogSnapshot> answer =
            CompletableFuture.completedFuture(CatalogSnapshot.EMPTY);

    private final CatalogCatchUp catchUp =
            new CatalogCatchUp(
                    () -> {
                        readings++;
                        return answer;
                    },
                    () -> now);

    @Test
    void readsOncePerSecondAndName() {
        catchUp.before("a", now);
        now = now.plusMillis(999);
        catchUp.before("a", now);
        assertThat(readings).isEqualTo(1);

        now = now.plusMillis(1);
        catchUp.before("a", now);
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void readsForEachNewName() {
        catchUp.before("a", now);
        catchUp.before("b", now);

        assertThat(readings).isEqualTo(2);
    }

    @Test
    void readsOnceForAllThatCameLongBefore() {
        catchUp.before("a", now);
        catchUp.before("b", now.minusMillis(1_001));
        catchUp.before("c", now.minusSeconds(60));

        assertThat(readings).isEqualTo(1);
    }

    @Test
    void neitherRefusesNorRemembersWhenTheViewDoesNotAnswer() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        assertThatThrownBy(() -> catchUp.before("a", now))
                .isInstanceOf(ViewUnavailableException.class);

        answer = CompletableFuture.completedFuture(CatalogSnapshot.EMPTY);
        catchUp.before("a", now);
        assertThat(readings).isEqualTo(2);
    }
}
