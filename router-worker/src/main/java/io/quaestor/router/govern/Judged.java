package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Problem;
import io.quaestor.event.VerdictKind;
import io.quaestor.event.VerdictRecord;
import java.util.List;
import java.util.Set;

/** All verdicts on one job, in the order of the rules. */
public record Judged(List<Entry> entries) {
    /** One rule's verdict. */
    public record Entry(String rule, Verdict verdict) {}

    /** A newer catalogue may know what this one does not. */
    private static final Set<ErrorType> UNKNOWN_NAMES =
            Set.of(
                    ErrorType.UNKNOWN_DEPARTMENT,
                    ErrorType.UNKNOWN_MODEL,
                    ErrorType.UNKNOWN_USER,
                    ErrorType.NOT_APPROVED);

    public Judged {
        entries = List.copyOf(entries);
    }

    public boolean isAllowed() {
        return denials().isEmpty();
    }

    /** Whether the refusal rests on a name that a view lagging behind would not know yet. */
    public boolean mayBeStale() {
        return denials().stream().anyMatch(deny -> UNKNOWN_NAMES.contains(deny.type()));
    }

    public List<Verdict.Deny> denials() {
        return entries.stream()
                .map(Entry::verdict)
                .filter(Verdict.Deny.class::isInstance)
                .map(Verdict.Deny.class::cast)
                .toList();
    }

    public List<Problem> problems() {
        return denials().stream()
                .map(deny -> new Problem(deny.type(), deny.field(), deny.detail()))
                .toList();
    }

    public List<VerdictRecord> records() {
        return entries.stream().map(Judged::record).toList();
    }

    private static VerdictRecord record(Entry entry) {
        return switch (entry.verdict()) {
            case Verdict.Allow() ->
                    new VerdictRecord(entry.rule(), VerdictKind.ALLOW, ErrorType.UNKNOWN, "");
            case Verdict.Deny(var type, _, var detail) ->
                    new VerdictRecord(entry.rule(), VerdictKind.DENY, type, detail);
        };
    }
}
