package io.quaestor.router.provider.roster;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Stands for a provider that cannot be called and answers with the reason. */
final class Unavailable {

    private Unavailable() {}

    /** Another candidate may take the job: nothing was sent, and nothing will be sent here. */
    static Provider gone(String name) {
        var fault =
                ProviderFault.local(ErrorType.NO_ROUTE, "The catalogue has no provider " + name);
        return _ ->
                CompletableFuture.completedStage(
                        new ProviderReply.Failed(
                                fault,
                                true,
                                Billing.UNBILLED,
                                Optional.empty(),
                                Optional.empty(),
                                ReplyOrigin.NONE));
    }

    static Provider because(ProviderFault fault) {
        return _ ->
                CompletableFuture.completedStage(
                        new ProviderReply.Refused(fault, ReplyOrigin.NONE));
    }
}
