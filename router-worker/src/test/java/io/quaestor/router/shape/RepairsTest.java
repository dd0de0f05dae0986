package io.quaestor.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.FinishReason;
import io.quaestor.event.Message;
import io.quaestor.event.Repair;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TextPart;
import io.quaestor.router.Samples;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairsTest {
    private static final Shape.Missed MISSED =
            new Shape.Missed(
                    List.of(new Flaw("/city", "is no text"), new Flaw("", "people is missing")),
                    true);

    @Test
    void carriesTheReplyAndWhatIsWrongWithIt() {
        assertThat(next(job(1), "{\"city\": 5}"))
                .contains(
                        new Repair(
                                "{\"city\": 5}",
                                List.of("/city: is no text", "people is missing")));
    }

    @Test
    void asksAsOftenAsTheRequestAllowsAndNeverMoreThanFiveTimes() {
        assertThat(next(job(0), "x")).isEmpty();
        assertThat(next(job(-1), "x")).isEmpty();
        var job = job(1_000);
        job.getProgress().setRepairs(Repairs.MOST - 1);
        assertThat(next(job, "x")).isPresent();
        job.getProgress().setRepairs(Repairs.MOST);
        assertThat(next(job, "x")).isEmpty();
    }

    @Test
    void asksNotAgainWhatTheLimitCutNorWhatCouldNotBeJudged() {
        var cut =
                new ProviderReply.Completed(
                        "{\"city",
                        List.of(),
                        FinishReason.LENGTH,
                        "length",
                        Optional.empty(),
                        ReplyOrigin.NONE);
        assertThat(Repairs.next(job(1), cut, MISSED)).isEmpty();
        assertThat(Repairs.next(job(1), ShaperTest.said("x"), Shape.Missed.unjudged("too slow")))
                .isEmpty();
    }

    @Test
    void carriesNoReplyBeyondItsBound() {
        var umlauts = "ü".repeat(Repairs.REPLY_BYTES_MAX / 2);
        assertThat(next(job(1), umlauts)).isPresent();
        assertThat(next(job(1), umlauts + "!")).isEmpty();
    }

    @Test
    void addsTheReplyAndTheQuestionToTheConversationAsItWas() {
        var request = Samples.request("r");
        var asking = Repairs.asking(request, new Repair("{}", List.of("/a: is missing")));
        var question =
                """
                Your last reply does not have the required form:
                - /a: is missing
                Reply with the corrected JSON only, without any other text.""";
        assertThat(asking.getMessages())
                .containsExactly(
                        request.getMessages().getFirst(),
                        new Message(Role.ASSISTANT, List.of(new TextPart("{}")), ""),
                        new Message(Role.USER, List.of(new TextPart(question)), ""));
        assertThat(request.getMessages()).hasSize(1);
        asking.setMessages(request.getMessages());
        assertThat(asking).isEqualTo(request);
    }

    @Test
    void leavesARequestWithoutRepairAsItIs() {
        var request = Samples.request("r");
        assertThat(Repairs.asking(request, null)).isSameAs(request);
    }

    @Test
    void repeatsNoEmptyReply() {
        assertThat(Repairs.turns(new Repair(" \n", List.of("the reply is empty"))))
                .extracting(Message::getRole)
                .containsExactly(Role.USER);
    }

    @Test
    void countsTheBytesItAdds() {
        var repair = new Repair("grün", List.of("ß"));
        var texts =
                Repairs.turns(repair).stream()
                        .map(turn -> ((TextPart) turn.getParts().getFirst()).getText())
                        .toList();
        assertThat(Repairs.bytes(repair))
                .isEqualTo(String.join("", texts).getBytes(StandardCharsets.UTF_8).length);
    }

    private static Optional<Repair> next(RoutedJob job, String content) {
        return Repairs.next(job, ShaperTest.said(content), MISSED);
    }

    private static RoutedJob job(int maxRepairs) {
        var request = ShaperTest.request(ResponseKind.JSON_OBJECT, null);
        request.getResponseFormat().setMaxRepairs(maxRepairs);
        return Samples.routed(Samples.job(request, 1));
    }
}
