package io.quaestor.spend.fold;

import io.quaestor.kernel.BudgetKey;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.BudgetMode;
import io.quaestor.kernel.BudgetPolicy;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.WindowKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a lane as bytes; private to this service. Every entry begins with {@link
 * #VERSION}: another one is refused, for the store can be rebuilt from the journal under a new
 * application id.
 */
final class Codec {

    static final int VERSION = 1;

    static byte[] total(KeyTotal total) {
        var tally = total.tally();
        var tokens = tally.tokens();
        var packer =
                begin().instant(total.key().window().end())
                        .text(total.key().window().zone().getId())
                        .number(tally.held())
                        .number(tally.settled())
                        .number(tally.estimated())
                        .number(tally.simulated())
                        .number(tally.attempts())
                        .number(tally.unknownOutcomes())
                        .number(tally.unpricedAttempts())
                        .number(tokens.input())
                        .number(tokens.cachedInput())
                        .number(tokens.cacheWrite())
                        .number(tokens.output())
                        .number(tokens.reasoning())
                        .number(total.asOf())
                        .flag(total.shown())
                        .number(total.judgements().size());
        total.judgements()
                .forEach(
                        (budget, judgement) ->
                                packer.text(budget)
                                        .number(judgement.limitVersion())
                                        .number(judgement.warnedPercent())
                                        .flag(judgement.breached())
                                        .flag(judgement.restored())
                                        .flag(judgement.closed()));
        return packer.packed();
    }

    static KeyTotal total(String keyText, byte[] packed) {
        var unpacker = open(packed);
        var key = key(BudgetKey.parse(keyText), unpacker);
        var tally =
                new Tally(
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        new Tokens(
                                unpacker.number(),
                                unpacker.number(),
                                unpacker.number(),
                                unpacker.number(),
                                unpacker.number()));
        long asOf = unpacker.number();
        boolean shown = unpacker.flag();
        var judgements = new HashMap<String, Judgement>();
        for (int left = unpacker.count(); left > 0; left--) {
            judgements.put(
                    unpacker.text(),
                    new Judgement(
                            unpacker.number(),
                            unpacker.count(),
                            unpacker.flag(),
                            unpacker.flag(),
                            unpacker.flag()));
        }
        return new KeyTotal(key, tally, judgements, asOf, shown);
    }

    private static TotalKey key(BudgetKey key, Unpacker unpacker) {
        var end = unpacker.instant();
        var zone = ZoneId.of(unpacker.text());
        return TotalKey.of(
                new Target(key.department(), key.level(), key.name(), key.windowKind()),
                new CalendarWindow(key.windowKind(), key.windowStart(), end, zone));
    }

    static byte[] limit(Limit limit) {
        var target = limit.target();
        var policy = limit.policy();
        var packer =
                begin().text(limit.budget())
                        .text(target.department().code())
                        .text(target.level().text())
                        .text(target.name())
                        .text(target.kind().text())
                        .text(policy.mode().text())
                        .number(policy.limit().nanoUsd())
                        .number(limit.version())
                        .number(policy.warnPercents().size());
        policy.warnPercents().forEach(percent -> packer.number(percent));
        return packer.packed();
    }

    static Limit limit(byte[] packed) {
        var unpacker = open(packed);
        var budget = unpacker.text();
        var target =
                new Target(
                        new Department(unpacker.text()),
                        level(unpacker),
                        unpacker.text(),
                        kind(unpacker));
        var mode = BudgetMode.named(unpacker.text()).orElseThrow();
        var amount = Money.ofNanoUsd(unpacker.number());
        long version = unpacker.number();
        List<Integer> warnings = new ArrayList<>();
        for (int left = unpacker.count(); left > 0; left--) {
            warnings.add(unpacker.count());
        }
        return new Limit(budget, target, new BudgetPolicy(amount, warnings, mode), version);
    }

    static byte[] position(long nextOffset, long publishedAsOf) {
        return begin().number(nextOffset).number(publishedAsOf).packed();
    }

    static Position position(Optional<byte[]> packed) {
        return packed.map(Codec::open)
                .map(unpacker -> new Position(unpacker.number(), unpacker.number()))
                .orElse(new Position(0, 0));
    }

    /** How far the lane is folded and published. */
    record Position(long nextOffset, long publishedAsOf) {}

    static BudgetLevel level(Unpacker unpacker) {
        return BudgetLevel.named(unpacker.text()).orElseThrow();
    }

    static WindowKind kind(Unpacker unpacker) {
        return WindowKind.named(unpacker.text()).orElseThrow();
    }

    static Packer begin() {
        return new Packer().number(VERSION);
    }

    static Unpacker open(byte[] packed) {
        var unpacker = new Unpacker(packed);
        int version = unpacker.count();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "entry of version %d in the store; this program keeps version %d and rebuilds others under a new application id"
                            .formatted(version, VERSION));
        }
        return unpacker;
    }

    private Codec() {}
}
