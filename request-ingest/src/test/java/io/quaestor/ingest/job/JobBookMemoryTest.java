package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.JobStatus;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Measures on the heap what the book says of itself, with ids as producers usually make them. */
class JobBookMemoryTest {

    private static final int JOBS = 200_000;
    private static final long BYTES_MAX = 64L << 20;

    @Test
    void keepsTwoHundredThousandFinishedJobsWithinSixtyFourMebibytes() {
        var book = new JobBook(new JobBook.Bounds(JOBS, BYTES_MAX));
        long before = usedBytes();
        for (int i = 0; i < JOBS; i++) {
            finished(i).events().forEach(book::add);
        }

        long heap = usedBytes() - before;

        System.out.printf("%d jobs: %d bytes a job on the heap%n", book.size(), heap / book.size());
        assertThat(book.size()).isEqualTo(JOBS);
        assertThat(heap).isLessThan(BYTES_MAX);
        assertThat(book.bytes()).isBetween(heap * 9 / 10, heap * 11 / 10);
    }

    private static Story finished(int i) {
        var requestId = new UUID(i * 0x9E3779B97F4A7C15L, i).toString();
        return new Story("department-name", requestId, 1_000_000 + i)
                .accepted()
                .admitted(1, 1_000_000)
                .started(1, 1)
                .called(1, 1, Billing.BILLED, 123_456)
                .finished(JobStatus.SUCCEEDED, 1, 0, 123_456);
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
