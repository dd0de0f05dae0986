package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransitionTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- states -->\n";
    private static final String END = "<!-- /states -->";

    @Test
    void neverLeavesAFinalState() {
        assertThat(Transition.ALL)
                .noneMatch(way -> way.from().map(JobState::isFinal).orElse(false));
    }

    @Test
    void endsEveryRunThatBegan() {
        for (var state : JobState.values()) {
            if (!state.isFinal()) {
                assertThat(Transition.ALL)
                        .anyMatch(
                                way -> way.from().equals(Optional.of(state)) && way.to().isFinal());
            }
        }
        assertThat(Transition.ALL.stream().map(Transition::to).distinct())
                .containsExactlyInAnyOrder(JobState.values());
    }

    @Test
    void knowsWhatIsNotInTheTable() {
        assertThat(Transition.isLegal(Optional.of(JobState.SUCCEEDED), JobState.CALLING)).isFalse();
        assertThat(Transition.isLegal(Optional.empty(), JobState.CALLING)).isFalse();
        assertThat(Transition.isLegal(Optional.of(JobState.QUEUED), JobState.QUEUED)).isTrue();
    }

    @Test
    void letsTheBookCountWhatBreaksTheTable() {
        var book = new JobBook(new JobBook.Bounds(10, 1 << 20));
        var story =
                new Story("legal", "r-1", 42)
                        .accepted()
                        .admitted(1, 100)
                        .started(1, 1)
                        .called(1, 1, Billing.UNBILLED, 0)
                        .handedBack(1, ErrorType.THROTTLED, Story.START)
                        .admitted(1, 100)
                        .started(1, 2)
                        .called(1, 2, Billing.BILLED, 5)
                        .finished(JobStatus.SUCCEEDED, 2, 0, 5);
        story.events().forEach(book::add);
        assertThat(book.oddities()).isZero();

        book.add(story.started(1, 3).events().getLast());

        assertThat(book.oddities()).isEqualTo(1);
        assertThat(book.find(story.jobId()).orElseThrow().state()).isEqualTo(JobState.CALLING);
    }

    @Test
    void saysNothingOfARunWhoseFirstEventsWereNotSeen() {
        var book = new JobBook(new JobBook.Bounds(10, 1 << 20));
        var story = new Story("legal", "r-1", 42).accepted().admitted(1, 100).started(1, 1);

        book.add(story.events().getLast());

        assertThat(book.oddities()).isZero();
    }

    /** {@code -Dupdate-docs=true} writes it there. */
    @Test
    void isDrawnInTheReadme() throws IOException {
        var readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        int to = readme.indexOf(END);
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(README, readme.substring(0, from) + drawn() + readme.substring(to));
            return;
        }
        assertThat(readme.substring(from, to)).isEqualTo(drawn());
    }

    private static String drawn() {
        var ways = Transition.ALL.stream().map(TransitionTest::arrow).collect(Collectors.joining());
        var ends =
                Arrays.stream(JobState.values())
                        .filter(JobState::isFinal)
                        .map(state -> "    %s --> [*]%n".formatted(state))
                        .collect(Collectors.joining());
        return "```mermaid\nstateDiagram-v2\n" + ways + ends + "```\n";
    }

    private static String arrow(Transition way) {
        return "    %s --> %s: %s%n"
                .formatted(way.from().map(JobState::name).orElse("[*]"), way.to(), way.by());
    }
}
