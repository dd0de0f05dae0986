package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {

    /** Else provisioning could not commit their first offsets. */
    @Test
    void readOnlyTopicsOfTheCatalogue() {
        var names = Topics.all().stream().map(TopicSpec::name).toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(Groups.consumed().values().stream().flatMap(List::stream)).isSubsetOf(names);
    }

    /** One task has the same partition of all of them. */
    @Test
    void haveAsManyPartitionsWhereTheyMeetInTheLedger() {
        var met =
                List.of(
                        Topics.REQUESTS,
                        Topics.CANCELLATIONS,
                        Topics.ENDED,
                        Topics.INGEST_LEDGER_CHANGELOG,
                        Topics.INGEST_SEQUENCE_CHANGELOG);

        assertThat(Topics.all())
                .filteredOn(spec -> met.contains(spec.name()))
                .hasSize(met.size())
                .allMatch(spec -> spec.partitions() == Topics.KEYED_PARTITIONS);
    }
}
