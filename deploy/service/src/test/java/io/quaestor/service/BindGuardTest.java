package io.quaestor.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.9.10"})
    void servesThisMachineWithoutAuthentication(String host) {
        assertThat(BindGuard.refusal(host, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", "192.168.0.1"})
    void servesOthersOnlyWithAuthentication(String host) {
        assertThat(BindGuard.refusal(host, false)).get().asString().contains(host);
        assertThat(BindGuard.refusal(host, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesNoAddress(String host) {
        assertThat(BindGuard.refusal(host, true)).get().asString().contains("is empty");
    }
}
