package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "legal", "dep-2", "x-", "z9"})
    void acceptsDepartmentCodes(String code) {
        assertThat(new Department(code)).hasToString(code);
        assertThat(Department.problemIn(code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Legal", "2x", "-a", "a_b", "a.b", "a b", "légal", "a\n", "a\0"})
    void refusesOtherDepartmentCodes(String code) {
        assertThat(Department.problemIn(code)).isPresent();
        assertThatThrownBy(() -> new Department(code)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsTheLengthOfNames() {
        String longest = "a".repeat(63);
        assertThat(Department.problemIn(longest)).isEmpty();
        assertThat(Department.problemIn(longest + "a")).isPresent();
        assertThat(ProviderName.problemIn(longest)).isEmpty();
        assertThat(ProviderName.problemIn(longest + "a")).isPresent();
        assertThat(RequestId.problemIn("r".repeat(256))).isEmpty();
        assertThat(RequestId.problemIn("r".repeat(257))).isPresent();
        assertThat(Route.problemInModel("m".repeat(2048))).isEmpty();
        assertThat(Route.problemInModel("m".repeat(2049))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "returned", "control", "ended", "journal"})
    void refusesProviderNamesThatAreOurOwnTopics(String name) {
        assertThat(ProviderName.problemIn(name))
                .hasValueSatisfying(p -> assertThat(p).contains("reserved"));
        assertThatThrownBy(() -> new ProviderName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reserved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Aws", "1aws", "aws.eu", "aws_eu", "../x", "a b"})
    void refusesProviderNamesThatAreNoTopicSuffix(String name) {
        assertThatThrownBy(() -> new ProviderName(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "doc 1", "urn:uuid:1", "漢😀", "a/b?c=d|e%"})
    void acceptsAnyPrintableRequestId(String id) {
        assertThat(new RequestId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "a\nb", "\u007f", "a\u0085", "\ud83d", "x\ude00y"})
    void refusesRequestIdsWithoutAnUnambiguousUtf8Form(String id) {
        assertThat(RequestId.problemIn(id)).isPresent();
        assertThatThrownBy(() -> new RequestId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsHostileTextOutOfMessages() {
        String hostile = "A\r\nforged log line \ud800" + "y".repeat(10_000);

        String problem = Department.problemIn(hostile).orElseThrow();

        assertThat(problem).hasSizeLessThan(200).doesNotContain("\n", "\r", "\ud800");
    }

    @Test
    void writesARouteAsCataloguesDo() {
        Route route = Route.of("sim-aws", "anthropic.claude-3-haiku-20240307-v1:0");

        assertThat(route).hasToString("anthropic.claude-3-haiku-20240307-v1:0@sim-aws");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\u00a0b"})
    void refusesModelIdsWithBlanks(String model) {
        assertThatThrownBy(() -> Route.of("sim-aws", model))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesEveryEnumConstantUniquely() {
        for (Meter meter : Meter.values()) {
            assertThat(Meter.named(meter.standardName())).contains(meter);
        }
        for (WindowKind kind : WindowKind.values()) {
            assertThat(WindowKind.named(kind.text())).contains(kind);
        }
        for (BudgetLevel level : BudgetLevel.values()) {
            assertThat(BudgetLevel.named(level.text())).contains(level);
        }
        for (BudgetMode mode : BudgetMode.values()) {
            assertThat(BudgetMode.named(mode.text())).contains(mode);
        }
        assertThat(Meter.named("INPUT")).isEmpty();
        assertThat(WindowKind.named("week")).isEmpty();
        assertThat(BudgetLevel.named("team")).isEmpty();
        assertThat(BudgetMode.named("")).isEmpty();
    }
}
