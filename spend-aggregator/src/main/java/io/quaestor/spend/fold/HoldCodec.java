package io.quaestor.spend.fold;

import io.quaestor.event.ChargeMeter;
import io.quaestor.event.Cost;
import io.quaestor.event.CostLine;
import io.quaestor.event.RouteRef;
import io.quaestor.event.TraceContext;
import io.quaestor.event.Usage;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;
import io.quaestor.spend.fold.OpenHold.Observed;
import io.quaestor.spend.fold.OpenHold.Payer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds and estimates as bytes. A window is written once for all keys in it. A trace, which most
 * holds have not, is the last of a hold, and a hold the last of its entry: where bytes are left
 * behind all else, they are it.
 */
final class HoldCodec {

    static byte[] hold(OpenHold hold) {
        return pack(Codec.begin(), hold).packed();
    }

    static OpenHold hold(byte[] packed) {
        return unpackHold(Codec.open(packed));
    }

    static byte[] estimate(Estimate estimate) {
        var packer =
                Codec.begin()
                        .text(estimate.cause().name())
                        .number(estimate.attempt())
                        .instant(estimate.at());
        return pack(packer, estimate.hold()).packed();
    }

    static Estimate estimate(byte[] packed) {
        var unpacker = Codec.open(packed);
        var cause = Estimate.Cause.valueOf(unpacker.text());
        int attempt = unpacker.count();
        var at = unpacker.instant();
        return new Estimate(unpackHold(unpacker), cause, attempt, at);
    }

    private static Packer pack(Packer packer, OpenHold hold) {
        packer.text(hold.id().jobId()).number(hold.id().run()).number(hold.id().dispatch());
        packer.text(hold.requestId());
        packer.text(hold.payer().department())
                .text(hold.payer().user())
                .text(hold.payer().useCase())
                .text(hold.payer().model());
        pack(packer, hold.route());
        packer.flag(hold.simulated()).number(hold.boundNanoUsd()).flag(hold.priced());
        packer.instant(hold.deadline()).flag(hold.expiryWritten());
        packKeys(packer, hold.keys());
        packer.flag(hold.observed().isPresent());
        hold.observed().ifPresent(observed -> pack(packer, observed));
        hold.trace()
                .ifPresent(
                        trace -> packer.text(trace.getTraceparent()).text(trace.getTracestate()));
        return packer;
    }

    private static OpenHold unpackHold(Unpacker unpacker) {
        var id = new HoldId(unpacker.text(), unpacker.number(), unpacker.count());
        var requestId = unpacker.text();
        var payer = new Payer(unpacker.text(), unpacker.text(), unpacker.text(), unpacker.text());
        var route = unpackRoute(unpacker);
        boolean simulated = unpacker.flag();
        long bound = unpacker.number();
        boolean priced = unpacker.flag();
        var deadline = unpacker.instant();
        boolean expiryWritten = unpacker.flag();
        var keys = unpackKeys(unpacker, new Department(payer.department()));
        Optional<Observed> observed =
                unpacker.flag() ? Optional.of(unpackObserved(unpacker)) : Optional.empty();
        Optional<TraceContext> trace =
                unpacker.hasMore()
                        ? Optional.of(new TraceContext(unpacker.text(), unpacker.text()))
                        : Optional.empty();
        return new OpenHold(
                id,
                requestId,
                payer,
                route,
                simulated,
                bound,
                priced,
                keys,
                deadline,
                observed,
                expiryWritten,
                trace);
    }

    private static void packKeys(Packer packer, List<TotalKey> keys) {
        var windows = keys.stream().map(TotalKey::window).distinct().toList();
        packer.number(windows.size());
        for (CalendarWindow window : windows) {
            packer.text(window.kind().text())
                    .instant(window.start())
                    .instant(window.end())
                    .text(window.zone().getId());
        }
        packer.number(keys.size());
        for (TotalKey key : keys) {
            packer.text(key.target().level().text())
                    .text(key.target().name())
                    .number(windows.indexOf(key.window()));
        }
    }

    private static List<TotalKey> unpackKeys(Unpacker unpacker, Department department) {
        var windows = new ArrayList<CalendarWindow>();
        for (int left = unpacker.count(); left > 0; left--) {
            windows.add(
                    new CalendarWindow(
                            Codec.kind(unpacker),
                            unpacker.instant(),
                            unpacker.instant(),
                            ZoneId.of(unpacker.text())));
        }
        var keys = new ArrayList<TotalKey>();
        for (int left = unpacker.count(); left > 0; left--) {
            BudgetLevel level = Codec.level(unpacker);
            keys.add(
                    TotalKey.of(department, level, unpacker.text(), windows.get(unpacker.count())));
        }
        return keys;
    }

    private static void pack(Packer packer, Observed observed) {
        packer.number(observed.attempt());
        pack(packer, observed.route());
        var usage = observed.usage();
        packer.number(usage.getInput())
                .number(usage.getCachedInput())
                .number(usage.getCacheWrite())
                .number(usage.getOutput())
                .number(usage.getReasoning());
        var cost = observed.cost();
        packer.number(cost.getTotalNanoUsd())
                .text(cost.getPriceVersion())
                .flag(cost.getUnpriced())
                .flag(cost.getEstimated())
                .number(cost.getLines().size());
        for (CostLine line : cost.getLines()) {
            packer.text(line.getMeter().name())
                    .number(line.getQuantity())
                    .number(line.getUnitPricePicoUsd())
                    .number(line.getPicoUsd())
                    .number(line.getNanoUsd());
        }
    }

    private static Observed unpackObserved(Unpacker unpacker) {
        int attempt = unpacker.count();
        var route = unpackRoute(unpacker);
        var usage =
                new Usage(
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number(),
                        unpacker.number());
        long total = unpacker.number();
        var priceVersion = unpacker.text();
        boolean unpriced = unpacker.flag();
        boolean estimated = unpacker.flag();
        var lines = new ArrayList<CostLine>();
        for (int left = unpacker.count(); left > 0; left--) {
            lines.add(
                    new CostLine(
                            ChargeMeter.valueOf(unpacker.text()),
                            unpacker.number(),
                            unpacker.number(),
                            unpacker.number(),
                            unpacker.number()));
        }
        return new Observed(
                attempt, route, usage, new Cost(total, priceVersion, unpriced, estimated, lines));
    }

    private static void pack(Packer packer, RouteRef route) {
        packer.text(route.getProvider())
                .text(route.getModel())
                .text(route.getModelId())
                .text(route.getRegion())
                .flag(route.getSimulated());
    }

    private static RouteRef unpackRoute(Unpacker unpacker) {
        return new RouteRef(
                unpacker.text(),
                unpacker.text(),
                unpacker.text(),
                unpacker.text(),
                unpacker.flag());
    }

    private HoldCodec() {}
}
