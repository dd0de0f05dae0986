package io.quaestor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BenchRequestsTest {
    private final BenchRequests requests =
            new BenchRequests(
                    IntStream.range(0, 2_000)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")));

    @Test
    void holdTwoKilobytesEach() {
        assertThat(requests.prompt(0).getBytes(StandardCharsets.UTF_8)).hasSize(2_048);
        assertThat(requests.prompt(2_000_000_000).getBytes(StandardCharsets.UTF_8)).hasSize(2_048);
    }

    @Test
    void areAllDifferent() {
        assertThat(IntStream.range(0, 5_000).mapToObj(requests::prompt)).doesNotHaveDuplicates();
    }

    @Test
    void nameADepartmentAndItsAlias() {
        var request = requests.request(12, 3);

        assertThat(request.getRequestId()).isEqualTo("12");
        assertThat(request.getDepartment()).isEqualTo("bench-3");
        assertThat(request.getModel()).isEqualTo("oai");
    }
}
