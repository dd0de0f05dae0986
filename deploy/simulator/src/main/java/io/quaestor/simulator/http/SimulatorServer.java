package io.quaestor.simulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The listening socket and its event loops; loopback only. */
public final class SimulatorServer implements AutoCloseable {

    /** Above the largest request any journey sends; a larger one is answered 413. */
    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    /**
     * Thousands of clients may connect in the same instant; the kernel caps it at its own limit.
     */
    private static final int BACKLOG = 4_096;

    /** A half-full buffer is kept with what it holds: larger ones would mostly hold air. */
    private static final int MAX_READ_BUFFER_BYTES = 16 * 1024;

    private static final int SHUTDOWN_SECONDS = 2;

    private final EventLoopGroup loops;
    private final Channel listener;

    private SimulatorServer(EventLoopGroup loops, Channel listener) {
        this.loops = loops;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param threads event loops, at least 1; they share all connections
     * @throws IllegalStateException when the port is taken
     */
    public static SimulatorServer start(
            int port, int threads, CallDesk calls, ControlDesk control, InstantSource clock)
            throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                        2_048, 4_096, MAX_READ_BUFFER_BYTES))
                        .childHandler(pipeline(calls, control, clock));
        var bound =
                bootstrap
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .await();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).await();
            throw new IllegalStateException("cannot listen on port " + port, bound.cause());
        }
        return new SimulatorServer(loops, bound.channel());
    }

    private static ChannelInitializer<Channel> pipeline(
            CallDesk calls, ControlDesk control, InstantSource clock) {
        UploadGate gate = new UploadGate(UploadGate.UPLOADS_AT_ONCE);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpServerKeepAliveHandler())
                        .addLast(new NettyUploadHandler(gate))
                        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                        .addLast(new NettyCallHandler(calls, control, clock));
            }
        };
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Waits until the listener is closed. */
    public void awaitClose() throws InterruptedException {
        listener.closeFuture().await();
    }

    /** Stops listening and closes every connection; open calls end as aborted. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
