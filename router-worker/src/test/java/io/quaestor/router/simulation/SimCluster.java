package io.quaestor.router.simulation;

import io.quaestor.event.CancelRequested;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.job.Decided;
import io.quaestor.router.lag.InFlightCaps;
import io.quaestor.router.lag.LagLimits;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.simulation.SimBroker.End;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;

/** What a worker has around it. */
public interface SimCluster {
    SimBroker broker();

    Instant now();

    /** Whether workers and transactions do what they should from here on. */
    boolean isCalm();

    /**
     * Ends a transaction, and says how. A former owner's is fenced; its writer may stand still in
     * it, and after it.
     */
    End end(Object member, String writer, SimBroker.Transaction transaction);

    /** How much of the providers' queues and calls a worker's lanes have. */
    LagLimits limits();

    InFlightCaps caps();

    /** How many of so many records or calls come now. */
    int some(int most);

    /** Uniform in [0, 1). */
    double jitter();

    /** Every cancellation that was asked for. */
    List<CancelRequested> cancels();

    /** The provider is called; the reply comes when it comes. */
    CompletionStage<ProviderReply> call(SimProcess caller, RoutedJob job);

    /** Whether a reply has the form that was asked for. */
    Shape shape(RoutedJob job, ProviderReply reply);

    /**
     * Puts decisions into a transaction, as a publication does: terminal events come last. Returns
     * where each decision's token or response lies, -1 where it has none.
     */
    static List<Long> publish(SimBroker.Transaction transaction, List<Decided> decisions) {
        var offsets = new ArrayList<Long>();
        for (var decided : decisions) {
            var journal = new Partition(Topics.JOURNAL, decided.lane());
            decided.events().forEach(event -> transaction.send(journal, event));
            offsets.add(
                    switch (decided.next()) {
                        case Decided.Answered(var topic, var response, _) ->
                                transaction.send(new Partition(topic, 0), response);
                        case Decided.HandedOn(var topic, _, SpecificRecord token) ->
                                transaction.send(new Partition(topic, decided.lane()), token);
                        case Decided.Stays _ -> -1L;
                    });
        }
        for (var decided : decisions) {
            if (decided.next() instanceof Decided.Answered(_, _, var terminal)) {
                transaction.send(new Partition(Topics.JOURNAL, decided.lane()), terminal);
            }
        }
        return offsets;
    }
}
