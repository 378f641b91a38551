package io.mainstay.proxy.netty;

import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.FailedHandshake.Cause;
import io.mainstay.proxy.stats.Traffic;
import io.mainstay.proxy.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import javax.net.ssl.SSLException;

/**
 * A client's connection until its handshake is done: reads the name that the client asks for,
 * chooses the certificate, and lets the frontend's own handler in behind the handshake. It counts
 * against the limits of connections meanwhile, and is closed when it takes too long.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class TlsDoor extends ChannelInboundHandlerAdapter implements ClientSession, Deadline.Owner {
  /** A fatal alert: unrecognized_name (RFC 6066 section 3). */
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  private final FrontendLoop frontend;
  private final LoopContext loop;
  private final TlsAddress address;
  private final SocketChannel channel;
  private final Deadline deadline = new Deadline(this);
  private final Stash hello = new Stash();
  private long beganNanos;
  private boolean heard;
  private boolean asked;
  private boolean failed;
  private boolean closing;

  private TlsDoor(FrontendLoop frontend, TlsAddress address, SocketChannel channel) {
    this.frontend = frontend;
    this.loop = frontend.loop;
    this.address = address;
    this.channel = channel;
  }

  /** Puts it in front of a connection that is not registered yet. */
  static void install(FrontendLoop frontend, TlsAddress address, SocketChannel channel) {
    channel.config().setAllocator(HeadroomAllocator.INSTANCE);
    channel.config().setAllowHalfClosure(false);
    LoopContext loop = frontend.loop;
    channel
        .config()
        .setRecvByteBufAllocator(new LoopReceiveAllocator(loop.buffers, ClientHello.MOST_BYTES));
    channel.pipeline().addLast(new TlsRecords(loop), new TlsDoor(frontend, address, channel));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    beganNanos = System.nanoTime();
    if (loop.opened(this, channel) && !loop.draining()) {
      loop.wheel.set(deadline, beganNanos + address.entrance().handshakeNanos());
    } else {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    heard = true;
    if (failed) {
      buf.release();
      return;
    }
    hello.append(buf, buf.readerIndex(), buf.readableBytes());
    buf.release();
    switch (loop.clientHello.read(hello.bytes(), hello.length())) {
      case INCOMPLETE -> {}
      case REFUSED -> fail(Cause.REFUSED, new NotSslRecordException("no valid ClientHello"));
      case COMPLETE -> choose(ctx, loop.clientHello.name());
    }
  }

  private void choose(ChannelHandlerContext ctx, String name) {
    asked = true;
    SslContext chosen = address.entrance().choose(name);
    if (chosen == null) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME));
      fail(Cause.REFUSED, new NotSslRecordException("no certificate for the name '" + name + "'"));
      return;
    }
    SslHandler tls = chosen.newHandler(PooledByteBufAllocator.DEFAULT);
    tls.setHandshakeTimeoutMillis(0);
    ByteBuf first = loop.buffers.copyOf(hello.bytes(), hello.length());
    hello.clear();
    ctx.pipeline().addBefore(ctx.name(), null, tls);
    ChannelHandlerContext records = ctx.pipeline().firstContext();
    records.fireChannelRead(first);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
      ctx.fireUserEventTriggered(event);
    } else if (handshake.isSuccess()) {
      letIn(ctx);
    } else {
      fail(Cause.REFUSED, handshake.cause());
    }
  }

  /** The frontend's own handler takes over, as if the connection had just come. */
  private void letIn(ChannelHandlerContext ctx) {
    leave();
    // It has the tickets already, and says nothing more before its last message is acknowledged.
    loop.transport.acknowledgeAtOnce(channel);
    ChannelInboundHandlerAdapter handler = frontend.handler(channel);
    ctx.pipeline().addLast(handler);
    ctx.pipeline().replace(this, null, new TlsClientEnd());
    ChannelHandlerContext end = ctx.pipeline().lastContext();
    try {
      handler.channelActive(end);
    } catch (Exception e) {
      end.fireExceptionCaught(e);
    }
  }

  private void leave() {
    loop.wheel.remove(deadline);
    loop.closed(this);
    hello.clear();
  }

  private void fail(Cause how, Throwable cause) {
    if (failed) {
      return;
    }
    failed = true;
    frontend.counters.increment(Traffic.REFUSED);
    loop.handshakes.failed("frontend " + frontend.name, channel.remoteAddress(), cause);
    report(how, HandshakeFaults.reason(cause));
    close();
  }

  private void report(Cause how, String detail) {
    if (frontend.listener != null) {
      frontend.report(
          new FailedHandshake(
              frontend.name, address.name(), channel.remoteAddress(), how, detail, beganNanos));
    }
  }

  @Override
  public void expired(long nowNanos) {
    fail(Cause.LATE, new SslHandshakeTimeoutException("not done in time"));
  }

  /** Nothing was agreed on, so nothing is lost. */
  @Override
  public void drain() {
    close();
  }

  @Override
  public void close() {
    closing = true;
    loop.transport.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (heard) {
      fail(asked ? Cause.REFUSED : Cause.CLOSED, new NotSslRecordException("the client left"));
    } else if (!closing) {
      // Many only look whether somebody listens, so it counts as no failure.
      report(Cause.CLOSED, "the client said nothing");
    }
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean said = asked || TlsFault.plain(cause) instanceof SSLException;
    fail(said ? Cause.REFUSED : Cause.BROKEN, cause);
    ctx.close();
  }
}
