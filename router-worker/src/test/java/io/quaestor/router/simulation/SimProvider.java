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
    private static final Optional<UsageReading> USAGE =
            Optional.of(UsageReading.of(1_000, 0, 0, 200, 0));

    private SimProvider() {}

    static void answer(RoutedJob job, SplittableRandom random, SimReply onReply) {
        switch (random.nextInt(10)) {
            case 0 -> onReply.ended(throttled(random), Shape.NOT_ASKED);
            case 1 -> onReply.ended(failed(ErrorType.TIMEOUT, Billing.UNKNOWN), Shape.NOT_ASKED);
            case 2 ->
                    onReply.ended(failed(ErrorType.OVERLOADED, Billing.UNBILLED), Shape.NOT_ASKED);
            case 3 ->
                    onReply.ended(
                            new ProviderReply.Refused(
                                    fault(ErrorType.PROVIDER_INVALID_REQUEST), ReplyOrigin.NONE),
                            Shape.NOT_ASKED);
            case 4 -> onReply.ended(said(Optional.empty()), shape(job, random));
            default -> onReply.ended(said(USAGE), shape(job, random));
        }
    }

    private static Shape shape(RoutedJob job, SplittableRandom random) {
        if (job.getJob().getRequest().getResponseFormat() == null) {
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
