package io.quaestor.router.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Progress;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.router.FakeAvailability;
import io.quaestor.router.FakeCancellations;
import io.quaestor.router.FakePoison;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.govern.Governance;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.lag.LagView;
import io.quaestor.router.lag.ProviderCaps;
import io.quaestor.router.route.CatalogPrices;
import io.quaestor.router.track.OffsetTracker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The admission loop without Kafka: lanes that are owned and open, a catalogue, and what was
 * committed.
 */
final class AdmissionWorld {
    private static final UUID TOPIC = new UUID(5, 6);

    final SampleCatalog catalog;
    final AdmissionFlow flow;
    final FakeAvailability availability = new FakeAvailability();
    final FakeCancellations cancels = new FakeCancellations();
    final FakePoison poison = new FakePoison();
    Instant now = Samples.NOW;

    private final Map<Integer, AdmissionLane> lanes = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    private record Place(Applicant.Source source, int lane, long offset) {}

    /** What lies on the topics that admission reads. */
    private final Map<Place, Job> records = new HashMap<>();

    private final Map<Place, Progress> progresses = new HashMap<>();

    /** What lies on each provider's queue of each lane, by its offset there. */
    private final Map<String, List<RoutedJob>> queues = new HashMap<>();

    final List<LlmResponse> responses = new ArrayList<>();
    final List<JournalEvent> journal = new ArrayList<>();
    private Admission admission;

    AdmissionWorld(SampleCatalog catalog) {
        this.catalog = catalog;
        this.flow =
                new AdmissionFlow(
                        new ProviderCaps(catalog::snapshot, () -> LagView.EMPTY),
                        new AdmissionAdvice(availability, cancels, poison));
        this.admission = admission();
    }

    private Admission admission() {
        var snapshot = catalog.snapshot();
        return new Admission(
                Governance.standard(),
                new Envelope(Stage.ADMISSION, "w1"),
                availability,
                snapshot,
                CatalogPrices.of(snapshot).book());
    }

    /** The worker sees the catalogue as it is now. */
    void applyCatalog() {
        admission = admission();
    }

    AdmissionLane lane(int number) {
        return lanes.computeIfAbsent(
                number,
                lane ->
                        new AdmissionLane(
                                lane,
                                OffsetTracker.fresh(TOPIC, 0),
                                OffsetTracker.fresh(TOPIC, 0)));
    }

    Collection<AdmissionLane> lanes() {
        return lanes.values();
    }

    AdmissionLane lane() {
        return lane(Samples.LANE);
    }

    void accept(Job job) {
        accept(Samples.LANE, job);
    }

    void accept(int lane, Job job) {
        long offset = offsets.merge("accepted" + lane, 1L, Long::sum) - 1;
        keep(Applicant.Source.ACCEPTED, lane, offset, job);
        lane(lane).take(Applicant.of(new AcceptedJob(lane, job, 1), offset));
    }

    void handBack(ReturnedJob job) {
        long offset = offsets.merge("returned" + job.getLane(), 1L, Long::sum) - 1;
        keep(Applicant.Source.RETURNED, job.getLane(), offset, job.getJob());
        var place = new Place(Applicant.Source.RETURNED, job.getLane(), offset);
        progresses.put(place, Progress.newBuilder(job.getProgress()).build());
        lane(job.getLane()).take(Applicant.of(job, offset));
    }

    private void keep(Applicant.Source source, int lane, long offset, Job job) {
        records.put(new Place(source, lane, offset), Job.newBuilder(job).build());
    }

    /** What is recalled in the lane is read from its topic. */
    void readAgain(int lane) {
        for (var source : Applicant.Source.values()) {
            var wanted =
                    lane(lane).contents().recalled(source).stream()
                            .map(recalled -> recalled.applicant().offset())
                            .toList();
            wanted.forEach(offset -> readAgain(source, lane, offset));
        }
    }

    private void readAgain(Applicant.Source source, int lane, long offset) {
        var record = Objects.requireNonNull(records.get(new Place(source, lane, offset)));
        var job = Job.newBuilder(record).build();
        var content =
                switch (source) {
                    case ACCEPTED -> Content.of(new AcceptedJob(lane, job, 1));
                    case RETURNED -> Content.of(returned(new Place(source, lane, offset), job));
                };
        lane(lane).restore(source, offset, content);
    }

    private ReturnedJob returned(Place place, Job job) {
        var again = Samples.returned(job, Samples.route("m", "p"), ErrorType.UNKNOWN, now);
        again.setProgress(Progress.newBuilder(progresses.get(place)).build());
        return again;
    }

    List<AdmissionFlow.Item> next(boolean tick) {
        return flow.next(lanes.values(), admission, tick, now);
    }

    /** One transaction that commits. */
    List<AdmissionFlow.Item> step() {
        return commit(next(false));
    }

    List<AdmissionFlow.Item> tick() {
        return commit(next(true));
    }

    List<AdmissionFlow.Item> commit(List<AdmissionFlow.Item> batch) {
        for (var item : batch) {
            journal.addAll(item.decided().events());
            switch (item.decided().next()) {
                case Decided.Answered(_, var response, var terminal) -> {
                    responses.add(response);
                    journal.add(terminal);
                }
                case Decided.HandedOn(_, _, var token) ->
                        route(item, (RoutedJob) Objects.requireNonNull(token));
                case Decided.Stays _ -> throw new AssertionError("admission decides");
            }
        }
        flow.committed(batch);
        return batch;
    }

    private void route(AdmissionFlow.Item item, RoutedJob token) {
        var provider = item.provider().orElseThrow();
        assertThat(token.getRoute().getProvider()).isEqualTo(provider);
        var applicant = item.applicant();
        assertThat(token.getJob())
                .isEqualTo(
                        records.get(
                                new Place(
                                        applicant.source(), applicant.lane(), applicant.offset())));
        var place = new Place(applicant.source(), applicant.lane(), applicant.offset());
        assertThat(token.getProgress())
                .isEqualTo(progresses.getOrDefault(place, Samples.untried()));
        var queue = queue(item.lane().lane(), provider);
        item.lane().credit(provider).routed(queue.size(), token.getJob().getInputBytes());
        queue.add(token);
    }

    List<RoutedJob> queue(int lane, String provider) {
        return queues.computeIfAbsent(lane + "/" + provider, _ -> new ArrayList<>());
    }

    List<RoutedJob> queue(String provider) {
        return queue(Samples.LANE, provider);
    }

    /** The attempts have started so many jobs of the queue in all. */
    void started(int lane, String provider, long jobs) {
        lane(lane).credit(provider).startedUpTo(jobs);
    }

    void started(String provider, long jobs) {
        started(Samples.LANE, provider, jobs);
    }

    static List<Long> runs(List<RoutedJob> jobs) {
        return jobs.stream().map(job -> job.getJob().getRun()).toList();
    }
}
