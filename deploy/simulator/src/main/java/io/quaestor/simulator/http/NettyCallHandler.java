package io.quaestor.simulator.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import io.quaestor.simulator.auth.SignedRequest;
import io.quaestor.simulator.log.CallEnd;
import io.quaestor.simulator.protocol.WireReply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection. A waiting call is one timer on the event loop; a lost connection cancels it. */
final class NettyCallHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(NettyCallHandler.class);

    private final CallDesk calls;
    private final ControlDesk control;
    private final InstantSource clock;
    private @Nullable Handling open;
    private @Nullable ScheduledFuture<?> timer;

    NettyCallHandler(CallDesk calls, ControlDesk control, InstantSource clock) {
        this.calls = calls;
        this.control = control;
        this.clock = clock;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        long arrivedNanos = System.nanoTime();
        if (open != null) {
            // No client of ours pipelines; answers out of order would be worse than none.
            ChannelFuture _ = context.close();
            return;
        }
        if (message.decoderResult().isFailure()) {
            write(context, ControlDesk.problem(400, "not an HTTP request"), Optional.empty());
            return;
        }
        SignedRequest request = request(message);
        Optional<Endpoint> endpoint = Endpoint.of(request.rawPath());
        if (endpoint.isEmpty()) {
            write(context, control.answer(request), Optional.empty());
        } else if (!request.method().equals("POST")) {
            write(context, ControlDesk.problem(405, "provider calls are POST"), Optional.empty());
        } else {
            begin(context, calls.take(endpoint.get(), request), arrivedNanos);
        }
    }

    private void begin(ChannelHandlerContext context, Handling handling, long arrivedNanos) {
        open = handling;
        long left = handling.latency().toNanos() - (System.nanoTime() - arrivedNanos);
        if (handling.latency().isZero() || left <= 0) {
            act(context, handling);
        } else {
            timer =
                    context.executor()
                            .schedule(() -> act(context, handling), left, TimeUnit.NANOSECONDS);
        }
    }

    private void act(ChannelHandlerContext context, Handling handling) {
        switch (handling.action()) {
            case Handling.Send(WireReply reply, var usage) -> {
                open = null;
                // Before the bytes leave: whoever has the answer also finds it in the log.
                handling.end(CallEnd.answered(reply.status(), usage), clock.millis());
                write(context, reply, Optional.of(handling));
            }
            case Handling.Reset() -> {
                open = null;
                handling.end(CallEnd.reset(), clock.millis());
                context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                ChannelFuture _ = context.close();
            }
            case Handling.Hang() -> {
                // Stays open until the client goes away.
            }
        }
    }

    private void write(
            ChannelHandlerContext context, WireReply reply, Optional<Handling> handling) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(reply.body()));
        reply.headers().forEach(header -> response.headers().set(header.name(), header.value()));
        if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        context.writeAndFlush(response)
                .addListener(
                        (ChannelFutureListener)
                                sent -> {
                                    if (!sent.isSuccess()) {
                                        handling.ifPresent(
                                                h -> h.end(CallEnd.aborted(), clock.millis()));
                                    }
                                });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (timer != null) {
            timer.cancel(false);
        }
        Handling unanswered = open;
        if (unanswered != null) {
            open = null;
            unanswered.end(CallEnd.aborted(), clock.millis());
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection lost", cause);
        } else {
            LOG.error("a call failed inside the simulator; its connection is closed", cause);
        }
        ChannelFuture _ = context.close();
    }

    private static SignedRequest request(FullHttpRequest message) {
        Map<String, List<String>> headers = new HashMap<>();
        message.headers()
                .forEach(
                        header ->
                                headers.computeIfAbsent(
                                                header.getKey().toLowerCase(Locale.ROOT),
                                                _ -> new ArrayList<>(1))
                                        .add(header.getValue()));
        String uri = message.uri();
        int question = uri.indexOf('?');
        return new SignedRequest(
                message.method().name(),
                question < 0 ? uri : uri.substring(0, question),
                question < 0 ? "" : uri.substring(question + 1),
                headers,
                ByteBufUtil.getBytes(message.content()));
    }
}
