package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

    /**
     * Published: these values can never change. Recompute any row with a shell, for example {@code
     * printf 'legal\0doc-1' | sha256sum | cut -c1-32}.
     */
    @ParameterizedTest
    @CsvSource({
        "legal,   doc-1,      bd519bec-a28a-cc9d-adf5-65afa13cf9ff",
        "finance, doc-1,      d653a2a9-980f-a7dc-0625-f86aa9de3547",
        "a,       bc,         40bb547d-936b-bd31-318e-e37ac8799e7e",
        "ab,      c,          6c032e63-1d39-a14d-85af-f7e319546af7",
        "legal,   é-ü-漢-😀,  80e8fabd-75d9-3bd3-646e-4b5757c9f384",
        "legal,   00000000-0000-0000-0000-000000000000, 12f1f13f-2d7a-03f4-abb4-248506d4a2df"
    })
    void isTheFirstSixteenBytesOfTheHash(String department, String requestId, String expected) {
        JobId jobId = JobId.of(new Department(department), new RequestId(requestId));

        assertThat(jobId.text()).isEqualTo(expected);
        assertThat(JobId.parse(expected)).isEqualTo(jobId);
    }

    @Test
    void coversTheLongestRequestId() {
        JobId jobId = JobId.of(new Department("legal"), new RequestId("x".repeat(256)));

        assertThat(jobId).hasToString("07f529a6-f2b3-b78f-3417-04e871543cf8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bd519bec",
                "BD519BEC-A28A-CC9D-ADF5-65AFA13CF9FF",
                "bd519beca28acc9dadf565afa13cf9ff",
                "d519bec-a28a-cc9d-adf5-65afa13cf9ff",
                "bd519bec-a28a-cc9d-adf5-65afa13cf9ff ",
                "{bd519bec-a28a-cc9d-adf5-65afa13cf9ff}",
                "gd519bec-a28a-cc9d-adf5-65afa13cf9ff"
            })
    void readsTheCanonicalFormOnly(String text) {
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sortsAsItsTextSorts() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 1000; i++) {
                        JobId a = job(random.nextInt());
                        JobId b = job(random.nextInt());
                        assertThat(Integer.signum(a.compareTo(b)))
                                .isEqualTo(Integer.signum(a.text().compareTo(b.text())));
                    }
                });
    }

    private static JobId job(int number) {
        return JobId.of(new Department("legal"), new RequestId("r" + number));
    }
}
