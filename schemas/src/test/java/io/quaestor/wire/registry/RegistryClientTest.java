package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quaestor.wire.registry.RegistryRejectedException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {

    private static final Schema NOTE =
            SchemaBuilder.record("Note").fields().requiredString("text").endRecord();

    private static final Schema NOTE_WITH_REQUIRED_PLACE =
            SchemaBuilder.record("Note")
                    .fields()
                    .requiredString("text")
                    .requiredString("place")
                    .endRecord();

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void registersASchemaAndFindsItByItsId() {
        RegistryClient client = registry.client();

        int id = client.register("notes-value", NOTE);

        assertThat(client.schemaById(id)).isEqualTo(NOTE);
        assertThat(client.lookUp("notes-value", NOTE)).isEqualTo(id);
        assertThat(client.latest("notes-value"))
                .isEqualTo(new RegisteredSchema("notes-value", 1, id, NOTE));
    }

    @Test
    void asksOnceForWhatNeverChanges() {
        RegistryClient client = registry.client();
        int id = client.register("notes-value", NOTE);
        client.schemaById(id);
        registry.requests.clear();

        client.register("notes-value", NOTE);
        client.schemaById(id);

        assertThat(registry.requests).isEmpty();
    }

    @Test
    void asksAgainForAnIdThatWasUnknownForItMayBeGivenOutNext() {
        RegistryClient client = registry.client();
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client.schemaById(1));

        registry.add("notes-value", NOTE);

        assertThat(client.schemaById(1)).isEqualTo(NOTE);
    }

    @Test
    void keepsItsCachesWithinTheirBound() {
        RegistryClient client = registry.client("max.schemas.per.subject", "2");
        for (int i = 0; i < 3; i++) {
            registry.add("notes-value", NOTE);
            client.schemaById(i + 1);
        }
        registry.requests.clear();

        client.schemaById(2);
        client.schemaById(3);
        client.schemaById(2);
        client.schemaById(1);
        client.schemaById(2);

        assertThat(registry.requests).containsExactly("GET /schemas/ids/1");
    }

    @Test
    void saysUnknownForIdsSubjectsAndSchemasTheRegistryDoesNotHave() {
        RegistryClient client = registry.client();

        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client.schemaById(99))
                .withMessageContaining("/schemas/ids/99");
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client.lookUp("notes-value", NOTE));
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client.latest("notes-value"));
    }

    @Test
    void doesNotAskForIdsThatNoRegistryGivesOut() {
        RegistryClient client = registry.client();

        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client.schemaById(-1));

        assertThat(registry.requests).isEmpty();
    }

    @Test
    void readsA404WithoutTheRegistrysOwnCodeAsAnOutage() {
        RegistryClient client = FakeRegistry.clientOf(registry.url() + "/wrong/path");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client.schemaById(1))
                .withMessageContaining("API root");
    }

    @Test
    void refusesASchemaThatBreaksTheSubjectsLevel() {
        RegistryClient client = registry.client();
        client.require("notes-value", CompatibilityLevel.BACKWARD_TRANSITIVE);
        client.register("notes-value", NOTE);

        assertThat(client.check("notes-value", NOTE_WITH_REQUIRED_PLACE))
                .isInstanceOfSatisfying(
                        Compatibility.Incompatible.class,
                        verdict -> assertThat(verdict.reasons()).hasSize(1));
        assertThatExceptionOfType(RegistryRejectedException.class)
                .isThrownBy(() -> client.register("notes-value", NOTE_WITH_REQUIRED_PLACE))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INCOMPATIBLE));
        assertThat(registry.store.levels).containsEntry("notes-value", "BACKWARD_TRANSITIVE");
    }

    @Test
    void findsAnySchemaCompatibleWithASubjectThatIsNew() {
        assertThat(registry.client().check("notes-value", NOTE))
                .isEqualTo(new Compatibility.Compatible());
    }

    @Test
    void sendsBasicCredentialsOfTheConfigurationOrTheUrl() {
        registry.requireCredentials("quaestor:s3cret:with:colons");

        RegistryClient configured =
                FakeRegistry.clientOf(
                        registry.url(),
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "quaestor:s3cret:with:colons");
        RegistryClient inUrl =
                FakeRegistry.clientOf(
                        registry.url().replace("//", "//quaestor:s3cret:with:colons@"));

        assertThat(configured.register("notes-value", NOTE)).isEqualTo(1);
        assertThat(inUrl.register("notes-value", NOTE)).isEqualTo(1);
    }

    @Test
    void saysUnauthorizedWithoutRepeatingTheCredentials() {
        registry.requireCredentials("quaestor:right");
        RegistryClient client =
                FakeRegistry.clientOf(
                        registry.url(),
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "quaestor:wrong");

        assertThatExceptionOfType(RegistryRejectedException.class)
                .isThrownBy(() -> client.register("notes-value", NOTE))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                .satisfies(e -> assertThat(e.status()).isEqualTo(401))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong"));
        assertThat(client.settings().toString()).doesNotContain("wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 408, 429, 500, 502, 503, 504})
    void callsARegistryThatAnswersOtherwiseUnavailable(int status) {
        registry.answer(status, "<html>try later</html>");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry.client().schemaById(1))
                .withMessageContaining("status " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>login</html>", "{}", "{\"schema\":5}", "[1]", "null"})
    void callsARegistryThatAnswersNonsenseUnavailable(String body) {
        registry.answer(200, body);

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry.client().schemaById(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"syntax = proto3\",\"schemaType\":\"PROTOBUF\"}",
                "{\"schema\":\"{nonsense\"}",
                "{\"schema\":\"\\\"Elsewhere\\\"\",\"references\":[{\"name\":\"Elsewhere\",\"subject\":\"e\",\"version\":1}]}"
            })
    void saysUnusableForASchemaThatIsNotAvroOrCannotBeParsed(String reply) {
        registry.store.rawReplies.put(5, reply);

        assertThatExceptionOfType(UnusableSchemaException.class)
                .isThrownBy(() -> registry.client().schemaById(5))
                .withMessageContaining("schema id 5");
    }

    @Test
    void asksTheNextRegistryWhenOneIsDown() {
        String dead = "http://127.0.0.1:" + closedPort();
        RegistryClient client = FakeRegistry.clientOf(dead + "," + registry.url());
        registry.add("notes-value", NOTE);
        registry.add("notes-value", NOTE);

        assertThat(client.schemaById(1)).isEqualTo(NOTE);
        assertThat(client.schemaById(2)).isEqualTo(NOTE);
    }

    @Test
    void asksTheRegistryThatAnsweredLastFirst() {
        try (FakeRegistry failing = new FakeRegistry()) {
            failing.answer(503, "");
            registry.add("notes-value", NOTE);
            registry.add("notes-value", NOTE);
            RegistryClient client = FakeRegistry.clientOf(failing.url() + "," + registry.url());

            client.schemaById(1);
            client.schemaById(2);

            assertThat(failing.requests).containsExactly("GET /schemas/ids/1");
        }
    }

    @Test
    void asksTheNextRegistryWhenOneDoesNotAnswer() {
        try (FakeRegistry silent = new FakeRegistry()) {
            silent.goSilent();
            registry.add("notes-value", NOTE);
            registry.client().schemaById(1); // the first request of a process is slow
            String both = silent.url() + "," + registry.url();
            RegistryClient client =
                    FakeRegistry.clientOf(both, "schema.registry.request.timeout.ms", "4000");

            assertThat(client.schemaById(1)).isEqualTo(NOTE);
        }
    }

    @Test
    void believesUnknownOnlyAfterAskingAllForAFollowerMayLag() {
        try (FakeRegistry lagging = new FakeRegistry()) {
            registry.add("notes-value", NOTE);

            RegistryClient client = FakeRegistry.clientOf(lagging.url() + "," + registry.url());

            assertThat(client.schemaById(1)).isEqualTo(NOTE);
            assertThatExceptionOfType(UnknownSchemaException.class)
                    .isThrownBy(() -> client.schemaById(2));
        }
    }

    @Test
    void tellsItsCallerOfAnUnknownSchemaThoughOneOfTwoIsSilent() {
        try (FakeRegistry silent = new FakeRegistry()) {
            silent.goSilent();
            registry.client().schemaById(registry.add("notes-value", NOTE)); // slow at first
            String both = silent.url() + "," + registry.url();
            RegistryClient client =
                    FakeRegistry.clientOf(both, "schema.registry.request.timeout.ms", "6000");

            assertThatExceptionOfType(UnknownSchemaException.class)
                    .isThrownBy(() -> client.schemaById(2));
        }
    }

    @Test
    void givesUpOnARegistryThatNeverAnswers() {
        registry.goSilent();
        RegistryClient client = registry.client("schema.registry.request.timeout.ms", "100");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client.schemaById(1))
                .withMessageContaining("no answer within");
    }

    @Test
    void asksASlowRegistryOnceHoweverOftenItIsAsked() {
        registry.add("notes-value", NOTE);
        registry.holdAnswers();

        RegistryClient client = registry.client("schema.registry.request.timeout.ms", "3000");
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client.schemaById(1));

        registry.recover();

        assertThat(client.schemaById(1)).isEqualTo(NOTE);
        assertThat(registry.requests).hasSize(1);
    }

    @Test
    void givesUpOnAnAnswerThatStopsAfterItsHeaders() {
        registry.add("notes-value", NOTE);
        registry.stallBodies();
        RegistryClient client = registry.client("schema.registry.request.timeout.ms", "100");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client.schemaById(1));
    }

    @Test
    void worksAgainWhenTheRegistryDoes() {
        registry.add("notes-value", NOTE);
        registry.answer(503, "");
        RegistryClient client = registry.client();
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client.schemaById(1));

        registry.recover();

        assertThat(client.schemaById(1)).isEqualTo(NOTE);
    }

    @Test
    void keepsTheInterruptOfACallerItGivesBackTo() {
        registry.goSilent();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry.client().schemaById(1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void encodesSubjectsForThePath() {
        registry.client().register("teams/a b%value", NOTE);

        assertThat(registry.store.subjects).containsKey("teams/a b%value");
        assertThat(registry.requests)
                .isEqualTo(List.of("POST /subjects/teams%2Fa%20b%25value/versions"));
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
