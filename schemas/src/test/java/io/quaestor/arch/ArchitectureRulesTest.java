package io.quaestor.arch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Each rule fails on the sample below that breaks it, and only there. */
class ArchitectureRulesTest {

    private static final String SAMPLE = "io.quaestor.arch.sample";

    private final ArchitectureRules sample =
            new ArchitectureRules(SAMPLE, new ClassFileImporter().importPackages(SAMPLE));

    @Test
    void findsAServiceThatSeesAnother() {
        assertThatThrownBy(() -> sample.seesOnlyItselfAndTheContracts("spend"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RouterUser")
                .hasMessageNotContaining("ContractUser");
    }

    @Test
    void findsInputAndOutputInPureCode() {
        assertThatThrownBy(sample::pureCodeSeesNoInputOrOutput)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FileReading")
                .hasMessageNotContaining("ClockReading");
    }

    @Test
    void findsClockAndChanceInPureCode() {
        assertThatThrownBy(sample::pureCodeTakesTimeAndChanceAsArguments)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now()")
                .hasMessageContaining("System.nanoTime()")
                .hasMessageContaining("UUID.randomUUID()")
                .hasMessageContaining("java.util.Random.<init>")
                .hasMessageNotContaining("ofAGivenClock");
    }

    @Test
    void findsAPackageCycle() {
        assertThatThrownBy(sample::packagesFormNoCycle)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void holdsWhereThereIsNoClassYet() {
        assertThatCode(() -> ArchitectureRules.checkService("absent")).doesNotThrowAnyException();
    }
}
