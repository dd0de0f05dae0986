package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {

    @Test
    void hasConfluentsDefaults() {
        RegistrySettings settings = settings("schema.registry.url", "http://one:8081");

        assertThat(settings.urls()).containsExactly(URI.create("http://one:8081"));
        assertThat(settings.autoRegister()).isTrue();
        assertThat(settings.useLatestVersion()).isFalse();
        assertThat(settings.normalize()).isFalse();
        assertThat(settings.authorization()).isEmpty();
        assertThat(settings.lookupTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.valueNaming()).isEqualTo(SubjectNaming.TOPIC_NAME);
    }

    @Test
    void readsSeveralUrlsAndKeepsTheirPaths() {
        RegistrySettings settings =
                settings(
                        "schema.registry.url",
                        "http://one:8080/apis/ccompat/v7/ , https://user:pw@two");

        assertThat(settings.urls())
                .containsExactly(
                        URI.create("http://one:8080/apis/ccompat/v7"), URI.create("https://two"));
        assertThat(settings.authorization()).hasValue("Basic dXNlcjpwdw==");
    }

    @Test
    void ignoresKeysItDoesNotKnow() {
        assertThat(
                        settings("schema.registry.url", "http://one", "bootstrap.servers", "b:9092")
                                .urls())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, orders-value",
        "RecordNameStrategy, io.quaestor.wire.registry.Parcel",
        "TopicRecordNameStrategy, orders-io.quaestor.wire.registry.Parcel",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy,"
                + " orders-io.quaestor.wire.registry.Parcel"
    })
    void namesSubjectsByShortNameOrConfluentsClass(String strategy, String subject) {
        RegistrySettings settings =
                settings(
                        "schema.registry.url",
                        "http://one",
                        "value.subject.name.strategy",
                        strategy);

        assertThat(settings.subject("orders", false, Parcel.SCHEMA$)).isEqualTo(subject);
        assertThat(settings.subject("orders", true, Parcel.SCHEMA$)).isEqualTo("orders-key");
    }

    @Test
    void prefersABearerToken() {
        assertThat(
                        settings("schema.registry.url", "http://one", "bearer.auth.token", "t")
                                .authorization())
                .hasValue("Bearer t");
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, ''",
        "schema.registry.url, mock://scope",
        "schema.registry.url, one:8081",
        "schema.registry.url, 'http://one:8081,,http://two'",
        "schema.registry.url, 'http://a b'",
        "auto.register.schemas, perhaps",
        "schema.registry.request.timeout.ms, 0",
        "schema.registry.request.timeout.ms, soon",
        "max.schemas.per.subject, -1",
        "value.subject.name.strategy, com.example.MyStrategy",
        "basic.auth.credentials.source, SASL_INHERIT",
        "basic.auth.credentials.source, USER_INFO"
    })
    void namesTheKeyOfAWrongValue(String key, String value) {
        String blamed = value.equals("USER_INFO") ? "basic.auth.user.info" : key;

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("schema.registry.url", "http://one", key, value))
                .withMessageContaining(blamed);
    }

    @Test
    void requiresAUrl() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(RegistrySettingsTest::settings)
                .withMessageContaining("schema.registry.url");
    }

    @Test
    void keepsThePasswordOfAWrongUrlOutOfTheError() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("schema.registry.url", "ftp://user:hidden@one"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
    }

    private static RegistrySettings settings(String... entries) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            config.put(entries[i], entries[i + 1]);
        }
        return RegistrySettings.from(config);
    }
}
