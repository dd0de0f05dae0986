package io.quaestor.router.simulation;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.RoutedJob;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.shape.Flaw;
import io.quaestor.router.shape.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A provider in every mood. */
final class SimProvider {
    enum Mood {
        ERRATIC,
        WELL,
        /** Well, but for a slower pace that it asks for now and then. */
        BUSY,
        DOWN
    }

    static final long INPUT_TOKENS = 1_000;
    static final long OUTPUT_TOKENS = 200;

    private static final Optional<UsageReading> USAGE =
            Optional.of(UsageReading.of(INPUT_TOKENS, 0, 0, OUTPUT_TOKENS, 0));

    private SimProvider() {}

    static ProviderReply reply(Mood mood, SplittableRandom random) {
        return switch (mood) {
            case ERRATIC -> erratic(random);
            case WELL -> said(USAGE);
            case BUSY -> random.nextInt(6) == 0 ? throttled(random) : said(USAGE);
            case DOWN -> failing(random);
        };
    }

    private static ProviderReply erratic(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> throttled(random);
            case 1 -> failed(ErrorType.TIMEOUT, Billing.UNKNOWN);
            case 2 -> failed(ErrorType.OVERLOADED, Billing.UNBILLED);
            case 3 ->
                    new ProviderReply.Refused(
                            fault(ErrorType.PROVIDER_INVALID_REQUEST), ReplyOrigin.NONE);
            case 4 -> said(Optional.empty());
            default -> said(USAGE);
        };
    }

    private static ProviderReply failing(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> throttled(random);
            case 1 -> failed(ErrorType.TIMEOUT, Billing.UNKNOWN);
            case 2, 3, 4 -> failed(ErrorType.CONNECTION, Billing.UNBILLED);
            default -> failed(ErrorType.OVERLOADED, Billing.UNBILLED);
        };
    }

    static Shape shape(RoutedJob job, ProviderReply reply, SplittableRandom random) {
        if (job.getJob().getRequest().getResponseFormat() == null
                || !(reply instanceof ProviderReply.Completed)) {
            return Shape.NOT_ASKED;
        }
        return random.nextBoolean()
                ? new Shape.Met("{}")
                : new Shape.Missed(List.of(new Flaw("", "is none")), random.nextInt(8) > 0);
    }

    private static ProviderReply said(Optional<UsageReading> usage) {
        return new ProviderReply.Completed(
                "{}", List.of(), FinishReason.STOP, "stop", usage, ReplyOrigin.NONE);
    }

    private static ProviderReply throttled(SplittableRandom random) {
        var retryAfter = Optional.of(Duration.ofSeconds(random.nextInt(20)));
        return new ProviderReply.Throttled(
                fault(ErrorType.THROTTLED), retryAfter, ReplyOrigin.NONE);
    }

    private static ProviderReply failed(ErrorType type, Billing billing) {
        return new ProviderReply.Failed(
                fault(type), true, billing, Optional.empty(), Optional.empty(), ReplyOrigin.NONE);
    }

    private static ProviderFault fault(ErrorType type) {
        return ProviderFault.local(type, "the provider said no");
    }
}
