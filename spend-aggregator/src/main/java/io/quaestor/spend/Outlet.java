package io.quaestor.spend;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneEcho;
import io.quaestor.spend.fold.Statement;
import io.quaestor.spend.fold.TotalKey;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Groups;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What a lane publishes: key, partition and bytes of each kind of record. Everything is encoded
 * before it is forwarded.
 */
final class Outlet {

    private static final List<Header> NO_HEADERS = List.of();

    private final ProcessorContext<byte[], Outbound> context;
    private final RecordEncoder encoder;
    private final int lane;

    Outlet(ProcessorContext<byte[], Outbound> context, RecordEncoder encoder, int lane) {
        this.context = context;
        this.encoder = encoder;
        this.lane = lane;
    }

    void charge(Charge charge) {
        var bytes = encoder.encode(Topics.CHARGES, charge);
        send(charge.getJobId(), Outbound.byKey(Topics.CHARGES, bytes));
    }

    void budgetEvent(BudgetEvent event) {
        var bytes = encoder.encode(Topics.BUDGET_EVENTS, event);
        send(event.getDepartment(), Outbound.byKey(Topics.BUDGET_EVENTS, bytes));
    }

    void statement(Statement statement) {
        statement
                .state()
                .ifPresent(
                        state ->
                                budgetRecord(
                                        statement.key().text(), new BudgetRecord(lane, state)));
        statement
                .total()
                .ifPresent(
                        total ->
                                send(
                                        statement.totalKey(),
                                        Outbound.byKey(
                                                Topics.TOTALS,
                                                encoder.encode(Topics.TOTALS, total))));
    }

    void echo(LaneEcho echo) {
        budgetRecord("lane|" + lane, new BudgetRecord(lane, echo));
    }

    private void budgetRecord(String key, BudgetRecord state) {
        var bytes = encoder.encode(Topics.BUDGETS, state);
        send(key, Outbound.toLane(Topics.BUDGETS, lane, bytes));
    }

    void tombstone(TotalKey key) {
        send(key.text(), Outbound.toLane(Topics.BUDGETS, lane, null));
    }

    void journal(JournalEvent event) {
        var bytes = encoder.encode(Topics.JOURNAL, event);
        send(event.getSubject(), Outbound.toLane(Topics.JOURNAL, lane, bytes));
    }

    void deadLetter(ConsumerRecord<byte[], byte[]> original, String reason, String message) {
        var letter = DeadLetter.of(original, Groups.SPEND, reason, message);
        send(letter.key(), Outbound.byKey(Topics.DEAD_LETTERS, letter.value()), letter.headers());
    }

    private void send(String key, Outbound outbound) {
        send(key.getBytes(StandardCharsets.UTF_8), outbound, NO_HEADERS);
    }

    private void send(byte @Nullable [] key, Outbound outbound, Iterable<Header> headers) {
        context.forward(
                new Record<>(
                        key, outbound, context.currentSystemTimeMs(), new RecordHeaders(headers)));
    }
}
