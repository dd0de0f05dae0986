package io.quaestor.spend.fold;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A lane under test: folds event after event and collects what is said. */
final class Ledger {

    final MemoryEntries entries = new MemoryEntries();
    final List<Charge> charges = new ArrayList<>();
    final List<BudgetEvent> budgetEvents = new ArrayList<>();
    final List<String> oddities = new ArrayList<>();
    final List<String> unfoldable = new ArrayList<>();
    private LaneBook book = new LaneBook(3, "e1", entries);
    private long offset;

    Ledger fold(JournalEvent... events) {
        for (JournalEvent event : events) {
            foldAt(offset++, event);
        }
        return this;
    }

    void foldAt(long at, JournalEvent event) {
        switch (LaneFold.fold(book, event, at)) {
            case Folded.Changes(var changes) -> {
                changes.forEach(this::collect);
                book.apply(at, changes);
            }
            case Folded.Unfoldable(String reason) -> {
                unfoldable.add(reason);
                book.apply(at, List.of());
            }
            case Folded.Seen() -> {}
        }
    }

    private void collect(Change change) {
        switch (change) {
            case Change.Charged(Charge charge) -> charges.add(charge);
            case Change.Judged(BudgetEvent event) -> budgetEvents.add(event);
            case Change.Odd(String what) -> oddities.add(what);
            case Change.LaneClaimed _, Change.Kept _ -> {}
        }
    }

    /** The process is gone; another opens the same entries. */
    void restart() {
        book = new LaneBook(3, "e1", entries);
    }

    LaneBook book() {
        return book;
    }

    /** The department's own total of a window around a moment. */
    Tally tally(WindowKind kind, Instant at) {
        var window = CalendarWindow.containing(kind, at, Events.ZONE);
        var legal = new Department("legal");
        return book.total(
                        TotalKey.of(
                                legal, io.quaestor.kernel.BudgetLevel.DEPARTMENT, "legal", window))
                .map(KeyTotal::tally)
                .orElse(Tally.ZERO);
    }

    Tally day() {
        return tally(WindowKind.DAY, Events.NOON);
    }

    long charged() {
        return ChargeRows.sum(charges);
    }

    List<BudgetEventKind> said() {
        return budgetEvents.stream().map(BudgetEvent::getKind).toList();
    }
}
