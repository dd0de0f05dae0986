package io.quaestor.spend.fold;

import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.spend.fold.Judgement.Saying;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One event being folded: what it has changed so far, over what the lane holds. */
final class Folding {

    private final LaneState lane;
    private final JournalEvent event;
    private final long offset;
    private final Map<TotalKey, KeyTotal> totals = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<Limit> ended = new HashSet<>();

    Folding(LaneState lane, JournalEvent event, long offset) {
        this.lane = lane;
        this.event = event;
        this.offset = offset;
    }

    LaneState lane() {
        return lane;
    }

    JournalEvent event() {
        return event;
    }

    long offset() {
        return offset;
    }

    HoldId holdId(int dispatch) {
        return new HoldId(event.getSubject(), event.getRun(), dispatch);
    }

    /** Adds the same change to every key. */
    Folding move(List<TotalKey> keys, Tally change) {
        keys.forEach(key -> totals.put(key, total(key).plus(change)));
        return this;
    }

    KeyTotal total(TotalKey key) {
        var moved = totals.get(key);
        return moved != null ? moved : lane.total(key).orElseGet(() -> KeyTotal.zero(key));
    }

    void put(KeyTotal total) {
        totals.put(total.key(), total);
    }

    Folding keep(Change.Kept change) {
        changes.add(change);
        return this;
    }

    Folding say(Change.Said saying) {
        changes.add(saying);
        return this;
    }

    Folding end(Limit limit) {
        ended.add(limit);
        return keep(new Change.LimitEnded(limit.budget()));
    }

    Folding charge(List<Charge> rows) {
        rows.forEach(row -> changes.add(new Change.Charged(row)));
        return this;
    }

    /** Judges every moved total by the limits in force. */
    Folded changes() {
        return changes(Optional.empty());
    }

    /** As {@link #changes()}, where one limit is new and not in the lane yet. */
    Folded changes(Optional<Limit> set) {
        for (KeyTotal moved : totals.values()) {
            var judged = moved;
            for (Limit limit : limits(moved.key().target(), set)) {
                judged = judge(judged, limit);
            }
            changes.add(new Change.TotalKept(judged.at(offset + 1)));
        }
        return new Folded.Changes(List.copyOf(changes));
    }

    private List<Limit> limits(Target target, Optional<Limit> set) {
        var known = lane.limits(target);
        if (set.isEmpty() && ended.isEmpty()) {
            return known;
        }
        var all = new ArrayList<>(known);
        all.removeAll(ended);
        set.filter(limit -> limit.target().equals(target))
                .ifPresent(
                        limit -> {
                            all.removeIf(former -> former.budget().equals(limit.budget()));
                            all.add(limit);
                        });
        return all;
    }

    private KeyTotal judge(KeyTotal total, Limit limit) {
        var former = Optional.ofNullable(total.judgements().get(limit.budget()));
        var ruling = Judgement.rule(former, limit, total.tally().settled());
        ruling.sayings()
                .forEach(saying -> say(new Change.Judged(budgetEvent(total, limit, saying))));
        return total.judged(limit.budget(), ruling.judgement());
    }

    BudgetEvent budgetEvent(KeyTotal total, Limit limit, Saying saying) {
        var key = total.key();
        var said =
                BudgetEvent.newBuilder()
                        .setDepartment(key.target().department().code())
                        .setBudget(limit.budget())
                        .setLevel(Wire.level(key.target().level()))
                        .setName(key.target().name())
                        .setWindow(Wire.window(key.window()))
                        .setMode(Wire.mode(limit.policy().mode()))
                        .setLimitNanoUsd(limit.policy().limit().nanoUsd())
                        .setLimitVersion(limit.version())
                        .setSettledNanoUsd(total.tally().settled())
                        .setHeldNanoUsd(total.tally().held())
                        .setSimulated(total.tally().simulated() > 0)
                        .setAt(event.getAt());
        String id =
                "%s/%s/%s/%d"
                        .formatted(
                                limit.budget(),
                                key.target().kind().text(),
                                key.window().startText(),
                                limit.version());
        return switch (saying) {
            case Saying.Breached() ->
                    said.setKind(BudgetEventKind.BREACHED)
                            .setCause(BreachCause.SETTLED)
                            .setEventId(id + "/BREACHED")
                            .build();
            case Saying.Restored() ->
                    said.setKind(BudgetEventKind.RESTORED).setEventId(id + "/RESTORED").build();
            case Saying.Warned(int percent) ->
                    said.setKind(BudgetEventKind.WARNED)
                            .setPercent(percent)
                            .setEventId(id + "/WARNED/" + percent)
                            .build();
        };
    }
}
