package io.quaestor.router;

import io.quaestor.event.Job;
import io.quaestor.router.job.Poison;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Keeps what is poison in memory. */
public final class FakePoison implements Poison {
    /** What was kept. */
    public record Kept(Place place, SpecificRecord token, Throwable bug) {}

    private final List<Kept> kept = new ArrayList<>();

    @Override
    public String keep(Place place, Job job, SpecificRecord token, Throwable bug) {
        kept.add(new Kept(place, token, bug));
        return "ref-" + kept.size();
    }

    @Override
    public void unanswered(Place place, Job job, Throwable again) {
        throw new AssertionError("cannot be answered: " + place, again);
    }

    public List<Kept> kept() {
        return kept;
    }
}
