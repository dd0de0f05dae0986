package io.quaestor.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.BudgetChanged;
import io.quaestor.event.CatalogChanged;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.JournalEvent;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogPublisherIT {
    private static final KafkaFixture FIXTURE = KafkaFixture.fresh(Part.BROKER, Part.REGISTRY);

    private static KafkaSettings kafka() {
        return FIXTURE.kafka();
    }

    @BeforeAll
    static void createTopics() {
        try (var provisioner = new TopicProvisioner(kafka())) {
            provisioner.provision(List.of());
        }
    }

    @AfterAll
    static void stop() {
        FIXTURE.close();
    }

    @Test
    void publishesVersionsWithTheirEventsAndQueuesAndNothingWhenNothingChanged() throws Exception {
        var registry = RegistryClient.from(kafka().registry());
        var publisher = new CatalogPublisher(kafka(), registry, InstantSource.system());

        var first = publisher.publish(Catalogs.valid(Catalogs.VALID), "ada", "first");
        var again = publisher.publish(Catalogs.valid(Catalogs.VALID), "ada", "again");
        var raised =
                publisher.publish(
                        Catalogs.valid(Catalogs.with("limit-usd: \"0.15\"", "limit-usd: \"0.20\"")),
                        "ada",
                        "more");

        assertThat(first).isInstanceOf(PublishOutcome.Published.class);
        assertThat(again).isEqualTo(new PublishOutcome.Unchanged(1));
        var limit = new CatalogKey(CatalogKind.BUDGET, "legal-day");
        assertThat(raised).isEqualTo(new PublishOutcome.Published(2, List.of(limit), List.of()));

        var current = new CatalogTopic(kafka(), registry).read();
        assertThat(current.version()).isEqualTo(2);
        assertThat(current.document()).contains("0.20");
        assertThat(current.body(CatalogKind.DEPARTMENT, "finance", DepartmentEntry.class))
                .hasValueSatisfying(department -> assertThat(department.getLane()).isEqualTo(20));

        var events =
                TopicTail.all(kafka(), registry, Topics.JOURNAL, JournalEvent.class).stream()
                        .map(TopicTail.Placed::value)
                        .toList();
        assertThat(events).filteredOn(e -> e.getEvent() instanceof CatalogChanged).hasSize(11 + 2);
        assertThat(events).filteredOn(e -> e.getEvent() instanceof BudgetChanged).hasSize(2 + 1);
        try (var admin = Admin.create(ClientDefaults.admin(kafka(), "test"))) {
            assertThat(admin.listTopics().names().get())
                    .contains(Topics.jobs("sim-aws"), Topics.jobs("sim-oai"));
        }
    }
}
