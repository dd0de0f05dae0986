package io.quaestor.simulator.http;

import io.quaestor.simulator.answer.Answer;
import io.quaestor.simulator.answer.AnswerWriter;
import io.quaestor.simulator.answer.Twist;
import io.quaestor.simulator.auth.AuthVerdict;
import io.quaestor.simulator.auth.SignedRequest;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import io.quaestor.simulator.call.TokenRule;
import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.log.CallArrival;
import io.quaestor.simulator.log.CallLog;
import io.quaestor.simulator.protocol.BedrockProtocol;
import io.quaestor.simulator.protocol.OpenAiProtocol;
import io.quaestor.simulator.protocol.Parse;
import io.quaestor.simulator.protocol.Reply;
import io.quaestor.simulator.protocol.WireProtocol;
import io.quaestor.simulator.protocol.WireReply;
import io.quaestor.simulator.script.Behaviour;
import io.quaestor.simulator.script.Plan;
import io.quaestor.simulator.script.Script;
import io.quaestor.simulator.script.ScriptRun;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One call from its bytes to what is sent back and when: authenticate, read, enter in the log, ask
 * the script, write the answer. The answer is written at arrival, so that a waiting call holds its
 * reply and not its document.
 */
public final class CallDesk {

    /** The caller's own id of a call: free text, copied to the call log. */
    static final String ATTEMPT_HEADER = "x-quaestor-attempt";

    /** W3C's name of the caller's span. */
    private static final String TRACE_HEADER = "traceparent";

    private static final int MAX_KEPT_CHARS = 256;
    private static final byte[] NO_PROMPT = new byte[0];

    private final WireProtocol openAi = new OpenAiProtocol();
    private final WireProtocol bedrock = new BedrockProtocol();
    private final Credentials credentials;
    private final CallLog log;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile ScriptRun run;

    public CallDesk(
            Credentials credentials,
            Script script,
            CallLog log,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.credentials = credentials;
        this.log = log;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.run = new ScriptRun(script, nanoTime.getAsLong());
    }

    /** Puts another script to work for calls that arrive from now on; its counts start at zero. */
    void replace(Script script) {
        run = new ScriptRun(script, nanoTime.getAsLong());
    }

    Script script() {
        return run.script();
    }

    /** Takes a call that has just arrived. */
    Handling take(Endpoint endpoint, SignedRequest request) {
        WireProtocol wire = wire(endpoint.protocol());
        Instant now = clock.instant();
        return switch (credentials.verify(endpoint.protocol(), request, now)) {
            case AuthVerdict.Refused(String credential, String type, String message) -> {
                Entry entry = enter(endpoint, request, credential, NO_PROMPT, now);
                yield send(entry, wire.unauthorized(entry.id(), type, message));
            }
            case AuthVerdict.Accepted(String credential) ->
                    switch (wire.parse(endpoint.model(), request.body())) {
                        case Parse.Bad(String message) -> {
                            Entry entry = enter(endpoint, request, credential, NO_PROMPT, now);
                            yield send(entry, wire.error(entry.id(), badRequest(message)));
                        }
                        case Parse.Understood(ProviderCall call) ->
                                answer(wire, call, request, credential, now);
                    };
        };
    }

    private WireProtocol wire(Protocol protocol) {
        return switch (protocol) {
            case OPENAI -> openAi;
            case BEDROCK -> bedrock;
        };
    }

    private Handling answer(
            WireProtocol wire,
            ProviderCall call,
            SignedRequest request,
            String credential,
            Instant now) {
        byte[] sha256 = call.promptSha256();
        Endpoint endpoint = new Endpoint(call.protocol(), call.model());
        Entry entry = enter(endpoint, request, credential, sha256, now);
        byte[] begins =
                call.openingText().equals(call.promptText()) ? sha256 : call.openingSha256();
        long opening = ByteBuffer.wrap(begins).getLong();
        long content = opening * 31 + call.model().hashCode();
        ScriptRun.Admission admission = run.admit(call, content, nanoTime.getAsLong());
        Plan plan = admission.plan();
        Handling.Action action = act(wire, call, plan, entry.id(), now);
        return new Handling(entry.call(), plan.latency(), action, admission.release());
    }

    private static Handling.Action act(
            WireProtocol wire, ProviderCall call, Plan plan, String id, Instant now) {
        return switch (plan.behaviour()) {
            case Behaviour.Hang() -> new Handling.Hang();
            case Behaviour.Reset() -> new Handling.Reset();
            case Behaviour.Fail failure ->
                    new Handling.Send(wire.error(id, failure), Optional.empty());
            case Behaviour.Answer() -> say(wire, call, right(call, plan), plan, id, now, true);
            case Behaviour.AnswerAmiss() -> {
                Answer amiss = Twist.amiss(right(call, plan), call.format());
                yield say(wire, call, amiss, plan, id, now, true);
            }
            case Behaviour.AnswerFenced() ->
                    say(wire, call, Twist.fenced(right(call, plan)), plan, id, now, true);
            case Behaviour.AnswerWithoutUsage() ->
                    say(wire, call, right(call, plan), plan, id, now, false);
            case Behaviour.Malformed() ->
                    switch (say(wire, call, right(call, plan), plan, id, now, false)) {
                        case Handling.Send(WireReply reply, var usage) ->
                                new Handling.Send(WireProtocol.malformed(reply), usage);
                        case Handling.Action other -> other;
                    };
        };
    }

    private static Answer right(ProviderCall call, Plan plan) {
        return plan.text()
                .map(text -> AnswerWriter.text(text, call.maxOutputTokens()))
                .orElseGet(() -> AnswerWriter.answer(call));
    }

    private static Handling.Action say(
            WireProtocol wire,
            ProviderCall call,
            Answer answer,
            Plan plan,
            String id,
            Instant now,
            boolean withUsage) {
        if (answer instanceof Answer.Refused(String reason)) {
            return new Handling.Send(wire.error(id, badRequest(reason)), Optional.empty());
        }
        Optional<TokenUsage> usage =
                withUsage
                        ? plan.usage().or(() -> Optional.of(count(call, answer)))
                        : Optional.empty();
        Reply reply =
                new Reply(id, call.model(), answer, usage, now.getEpochSecond(), plan.latency());
        return new Handling.Send(wire.answer(reply), usage);
    }

    private static TokenUsage count(ProviderCall call, Answer answer) {
        String said =
                switch (answer) {
                    case Answer.Text(String text, boolean _) -> text;
                    case Answer.ToolCall(String _, var input) -> input.toString();
                    case Answer.ToolCallCut(String _, String partial) -> partial;
                    case Answer.Refused(String _) -> "";
                };
        return TokenUsage.of(TokenRule.input(call), TokenRule.of(said));
    }

    private static Behaviour.Fail badRequest(String message) {
        return new Behaviour.Fail(400, "", message, Optional.empty());
    }

    private record Entry(CallLog.OpenCall call) {
        String id() {
            return "sim-" + call.sequence();
        }
    }

    private Entry enter(
            Endpoint endpoint,
            SignedRequest request,
            String credential,
            byte[] promptSha256,
            Instant now) {
        return new Entry(
                log.open(
                        new CallArrival(
                                endpoint.protocol(),
                                endpoint.model(),
                                credential,
                                kept(request, ATTEMPT_HEADER),
                                kept(request, TRACE_HEADER),
                                promptSha256,
                                now.toEpochMilli())));
    }

    private static String kept(SignedRequest request, String header) {
        String text = request.header(header).orElse("");
        return text.substring(0, Math.min(text.length(), MAX_KEPT_CHARS));
    }

    private static Handling send(Entry entry, WireReply reply) {
        return new Handling(
                entry.call(), Duration.ZERO, new Handling.Send(reply, Optional.empty()), () -> {});
    }
}
