package io.quaestor.simulator.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** Stops reading a connection whose large request has to wait at the gate. */
final class NettyUploadHandler extends ChannelDuplexHandler {

    /** Smaller requests arrive in one or two reads and never wait. */
    private static final int LARGE_BYTES = 8 * 1024;

    private final UploadGate gate;
    private @Nullable Runnable turn;
    private boolean waiting;

    NettyUploadHandler(UploadGate gate) {
        this.gate = gate;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request && turn == null && isLarge(request)) {
            Runnable mine = () -> context.executor().execute(() -> go(context));
            turn = mine;
            if (!gate.enter(mine)) {
                waiting = true;
                context.channel().config().setAutoRead(false);
            }
        }
        boolean last = message instanceof LastHttpContent;
        super.channelRead(context, message);
        if (last) {
            finish();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        finish();
        super.channelInactive(context);
    }

    /** The aggregator asks for more whatever the setting; while waiting there is no more. */
    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        if (!waiting) {
            super.read(context);
        }
    }

    private static boolean isLarge(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > LARGE_BYTES;
    }

    private void go(ChannelHandlerContext context) {
        waiting = false;
        context.channel().config().setAutoRead(true);
    }

    private void finish() {
        Runnable mine = turn;
        turn = null;
        if (mine != null && !gate.abandon(mine)) {
            gate.leave();
        }
    }
}
