package io.quaestor.simulator.log;

import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A log entry in few bytes: about 100, and the caller's texts. Not thread-safe. */
final class PackedCall {

    private static final int SHA256_BYTES = 32;

    private final long sequence;
    private final Protocol protocol;
    private final String model;
    private final String credential;
    private final byte[] attempt;
    private final byte[] traceparent;
    private final boolean hasPrompt;
    private final long sha0;
    private final long sha1;
    private final long sha2;
    private final long sha3;
    private final long arrivedAtMillis;
    private long finishedAtMillis;
    private CallOutcome outcome = CallOutcome.OPEN;
    private short status;
    private boolean hasUsage;
    private int input;
    private int output;
    private int cached;
    private int cacheWrite;
    private int reasoning;

    /** Packs a call; {@code model} and {@code credential} are shared with other entries. */
    PackedCall(long sequence, CallArrival arrival, String model, String credential) {
        this.sequence = sequence;
        this.protocol = arrival.protocol();
        this.model = model;
        this.credential = credential;
        this.attempt = arrival.attempt().getBytes(StandardCharsets.UTF_8);
        this.traceparent = arrival.traceparent().getBytes(StandardCharsets.UTF_8);
        this.hasPrompt = arrival.promptSha256().length == SHA256_BYTES;
        ByteBuffer sha256 =
                ByteBuffer.wrap(hasPrompt ? arrival.promptSha256() : new byte[SHA256_BYTES]);
        this.sha0 = sha256.getLong();
        this.sha1 = sha256.getLong();
        this.sha2 = sha256.getLong();
        this.sha3 = sha256.getLong();
        this.arrivedAtMillis = arrival.arrivedAtMillis();
    }

    long sequence() {
        return sequence;
    }

    void end(CallEnd end, long nowMillis) {
        finishedAtMillis = nowMillis;
        outcome = end.outcome();
        status = (short) end.status();
        hasUsage = end.usage().isPresent();
        end.usage().ifPresent(this::use);
    }

    /** How the call ended, if it has. */
    Optional<CallEnd> end() {
        if (outcome == CallOutcome.OPEN) {
            return Optional.empty();
        }
        Optional<TokenUsage> usage =
                hasUsage
                        ? Optional.of(new TokenUsage(input, output, cached, cacheWrite, reasoning))
                        : Optional.empty();
        return Optional.of(new CallEnd(outcome, status, usage));
    }

    LoggedCall read() {
        CallArrival arrival =
                new CallArrival(
                        protocol,
                        model,
                        credential,
                        new String(attempt, StandardCharsets.UTF_8),
                        new String(traceparent, StandardCharsets.UTF_8),
                        sha256(),
                        arrivedAtMillis);
        return new LoggedCall(sequence, arrival, end(), finishedAtMillis);
    }

    private byte[] sha256() {
        if (!hasPrompt) {
            return new byte[0];
        }
        return ByteBuffer.allocate(SHA256_BYTES)
                .putLong(sha0)
                .putLong(sha1)
                .putLong(sha2)
                .putLong(sha3)
                .array();
    }

    /** Scripts and requests are bounded far below what an int holds. */
    private void use(TokenUsage usage) {
        input = Math.toIntExact(usage.input());
        output = Math.toIntExact(usage.output());
        cached = Math.toIntExact(usage.cached());
        cacheWrite = Math.toIntExact(usage.cacheWrite());
        reasoning = Math.toIntExact(usage.reasoning());
    }
}
