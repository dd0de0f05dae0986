package io.quaestor.cli.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.view.Listing;
import io.quaestor.event.ProviderEntry;
import java.util.Locale;
import java.util.Map;

/** Providers as people see them: limits, what waits, what runs, how it went lately. Pure. */
public final class ProviderStanding {
    public static Listing of(
            Map<String, ProviderEntry> providers,
            Map<String, QueueStanding> queues,
            Map<String, Calls> calls,
            Map<String, OpenCircuits> circuits,
            Map<String, Waits> waits) {
        var listing =
                new Listing(
                        "provider",
                        "protocol",
                        "region",
                        "health",
                        "openCircuits",
                        "inFlight",
                        "maxInFlight",
                        "notStarted",
                        "lagLimit",
                        "succeeded",
                        "failed",
                        "waiting",
                        "waits");
        providers.forEach(
                (name, entry) ->
                        put(
                                listing.row().put("provider", name),
                                entry,
                                queues.getOrDefault(name, QueueStanding.NONE),
                                calls.getOrDefault(name, Calls.NONE),
                                circuits.getOrDefault(name, OpenCircuits.NONE),
                                waits.getOrDefault(name, Waits.NONE)));
        return listing;
    }

    private static void put(
            ObjectNode row,
            ProviderEntry entry,
            QueueStanding queue,
            Calls calls,
            OpenCircuits circuits,
            Waits waits) {
        row.put("protocol", entry.getProtocol().name().toLowerCase(Locale.ROOT))
                .put("region", entry.getRegion())
                .put("url", entry.getUrl())
                .put("simulated", entry.getSimulated())
                .put("health", health(calls, circuits))
                .put("openCircuits", circuits.text())
                .put("inFlight", queue.inFlight())
                .put("maxInFlight", entry.getMaxInFlight())
                .put("notStarted", queue.notStarted())
                .put("lagLimit", entry.getLagLimit())
                .put("lagRecords", queue.lag())
                .put("lagLimitBytes", entry.getLagLimitBytes())
                .put("requestsPerMinute", entry.getRequestsPerMinute())
                .put("tokensPerMinute", entry.getTokensPerMinute())
                .put("succeeded", calls.succeeded())
                .put("failed", calls.failed())
                .put("waiting", waits.jobs())
                .put("waits", waits.text());
        calls.failures().forEach(row.putObject("failures")::put);
        circuits.workers().forEach(row.putObject("openCircuitsByWorkers")::put);
        var waiting = row.putArray("waitingBy");
        for (var of : waits.all()) {
            waiting.addObject()
                    .put("department", of.department())
                    .put("reason", of.reason())
                    .put("jobs", of.jobs());
        }
    }

    /**
     * A provider nobody called lately is neither well nor ill, unless a worker does not call it for
     * its circuit is open.
     */
    private static String health(Calls calls, OpenCircuits circuits) {
        if (!circuits.isEmpty()) {
            return "poor";
        }
        if (calls.succeeded() + calls.failed() == 0) {
            return "idle";
        }
        if (calls.failed() == 0) {
            return "good";
        }
        return calls.succeeded() > calls.failed() ? "fair" : "poor";
    }

    private ProviderStanding() {}
}
