package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import java.util.Optional;

/** How calls end that are not made: unbilled, for nothing was sent. */
public final class NotCalled {
    private NotCalled() {}

    /** The deadline passed between intent and call. */
    public static ProviderReply afterItsDeadline() {
        return of(ErrorType.DEADLINE, "the deadline passed before the call", false);
    }

    /**
     * The intent is too old: another worker may own the lane by now, have declared the call unknown
     * and made another. The job is tried again at once.
     */
    public static ProviderReply longAfterItsIntent() {
        return of(
                ErrorType.OUTCOME_UNKNOWN,
                "the worker stood still between intent and call: it was not called",
                true);
    }

    /**
     * The transaction of its intent seemed lost: nobody knew whether the intent counts. Tried again
     * at once.
     */
    public static ProviderReply afterALostIntent() {
        return of(
                ErrorType.OUTCOME_UNKNOWN,
                "nobody knew whether the intent counts: it was not called",
                true);
    }

    /** The job was cancelled between intent and call. */
    public static ProviderReply afterItsCancellation() {
        return of(ErrorType.CANCELLED, "the job was cancelled before the call", false);
    }

    /** It was prepared for practice. */
    public static ProviderReply inRehearsal() {
        return of(ErrorType.UNKNOWN, "a rehearsal is never sent", false);
    }

    private static ProviderReply of(ErrorType type, String message, boolean retryable) {
        return new ProviderReply.Failed(
                ProviderFault.local(type, message),
                retryable,
                Billing.UNBILLED,
                Optional.empty(),
                Optional.empty(),
                ReplyOrigin.NONE);
    }
}
