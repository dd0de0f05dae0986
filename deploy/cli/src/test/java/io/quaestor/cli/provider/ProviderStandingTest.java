package io.quaestor.cli.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.view.Format;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderStandingTest {
    private Map<String, OpenCircuits> circuits = Map.of();
    private Map<String, Waits> waits = Map.of();

    private final ProviderEntry entry =
            ProviderEntry.newBuilder()
                    .setProtocol(Protocol.OPENAI)
                    .setUrl("http://127.0.0.1")
                    .setRegion("eu")
                    .setMaxInFlight(8)
                    .setLagLimit(4)
                    .build();

    @Test
    void countsHowCallsEndedByProviderAndError() {
        var calls = new HashMap<String, Calls>();
        List.of(
                        finished("p", AttemptOutcome.SUCCEEDED, null),
                        finished("p", AttemptOutcome.FAILED, ErrorType.THROTTLED),
                        finished("p", AttemptOutcome.FAILED, ErrorType.THROTTLED),
                        finished("p", AttemptOutcome.UNKNOWN, null),
                        finished("q", AttemptOutcome.SUCCEEDED, null))
                .forEach(event -> Calls.add(event, calls));
        assertThat(calls.get("p"))
                .isEqualTo(new Calls(1, Map.of("THROTTLED", 2, "OUTCOME_UNKNOWN", 1)));
        assertThat(calls.get("q")).isEqualTo(new Calls(1, Map.of()));
    }

    @Test
    void judgesAProviderByItsRecentCalls() {
        assertThat(row(Calls.NONE)).contains(",idle,");
        assertThat(row(new Calls(3, Map.of()))).contains(",good,");
        assertThat(row(new Calls(3, Map.of("TIMEOUT", 2)))).contains(",fair,");
        assertThat(row(new Calls(2, Map.of("TIMEOUT", 2)))).contains(",poor,");
    }

    @Test
    void callsAProviderPoorWhileAWorkerHasACircuitOpen() {
        circuits =
                OpenCircuits.of(
                        List.of(
                                circuit("p", "haiku", "open"),
                                circuit("p", "haiku", "half-open"),
                                circuit("p", "nova", "closed"),
                                circuit("q", "mini", "closed")));

        assertThat(circuits).isEqualTo(Map.of("p", new OpenCircuits(Map.of("haiku", 2))));
        assertThat(row(new Calls(3, Map.of()))).startsWith("p,openai,eu,poor,haiku,");
        assertThat(row(Calls.NONE)).startsWith("p,openai,eu,poor,haiku,");
    }

    private static ObjectNode circuit(String provider, String model, String state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("provider", provider)
                .put("model", model)
                .put("state", state);
    }

    @Test
    void showsWhatWaitsNextToItsLimit() {
        assertThat(row(new Calls(3, Map.of()))).isEqualTo("p,openai,eu,good,,5,8,3,4,3,0,0,");
    }

    @Test
    void saysWhoWaitsAndWhyOverAllWorkersMostJobsFirst() {
        waits =
                Waits.of(
                        List.of(
                                wait("hr", "rate", 3),
                                wait("legal", "lag-limit", 7),
                                wait("legal", "lag-limit", 5),
                                wait("risk", "circuit", 2),
                                wait("risk", "not-before", 1)));
        assertThat(row(Calls.NONE))
                .endsWith(",18,\"legal 12 lag-limit, hr 3 rate, risk 2 circuit, and 1 more\"");
    }

    private static ObjectNode wait(String department, String reason, int jobs) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("provider", "p")
                .put("department", department)
                .put("reason", reason)
                .put("jobs", jobs);
    }

    private String row(Calls calls) {
        var out = new StringWriter();
        ProviderStanding.of(
                        Map.of("p", entry),
                        Map.of("p", new QueueStanding(3, 5, 9)),
                        Map.of("p", calls),
                        circuits,
                        waits)
                .print(Format.CSV, new PrintWriter(out));
        return out.toString().lines().toList().getLast();
    }

    private static JournalEvent finished(
            String provider, AttemptOutcome outcome, @Nullable ErrorType error) {
        var event =
                AttemptFinished.newBuilder()
                        .setDispatch(1)
                        .setAttempt(1)
                        .setRoute(new RouteRef(provider, "m", "m", "eu", true))
                        .setOutcome(outcome)
                        .setBilling(Billing.UNKNOWN)
                        .setError(
                                error == null
                                        ? null
                                        : JobError.newBuilder()
                                                .setType(error)
                                                .setMessage("m")
                                                .build())
                        .build();
        return JournalEvent.newBuilder()
                .setLane(1)
                .setEventId("e")
                .setSubject("j")
                .setDepartment("legal")
                .setAt(Instant.EPOCH)
                .setStage(Stage.ATTEMPT)
                .setInstance("t")
                .setEvent(event)
                .build();
    }
}
