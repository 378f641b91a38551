package io.mainstay.proxy.netty;

import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import io.mainstay.proxy.tls.ClientHello.Verdict;
import io.mainstay.proxy.tls.NameTable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection whose TLS is passed through: looks at the name that the client asks for and
 * nothing else, and gives it, with all that it said, to the backend of that name. Who says no name,
 * or one that is not here, gets the default backend; who does not speak TLS is refused.
 */
final class SniRouter extends ChannelInboundHandlerAdapter
    implements ClientSession, RecordedClient, Deadline.Owner {
  private final FrontendLoop frontend;
  private final LoopContext loop;
  private final NameTable<BackendLoop> backends;
  private final SocketChannel channel;
  private final Deadline deadline = new Deadline(this);
  private final Stash hello = new Stash();
  private boolean ended;
  private long sinceNanos;

  SniRouter(FrontendLoop frontend, NameTable<BackendLoop> backends, SocketChannel channel) {
    this.frontend = frontend;
    this.loop = frontend.loop;
    this.backends = backends;
    this.channel = channel;
    channel
        .config()
        .setRecvByteBufAllocator(new LoopReceiveAllocator(loop.buffers, loop.receiveBytes));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    sinceNanos = System.nanoTime();
    if (loop.opened(this, channel) && !loop.draining()) {
      loop.wheel.set(deadline, sinceNanos + frontend.httpRequestNanos);
    } else {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    if (ended) {
      buf.release();
      return;
    }
    hello.append(buf, buf.readerIndex(), buf.readableBytes());
    buf.release();
    Verdict verdict = loop.clientHello.read(hello.bytes(), hello.length());
    if (verdict == Verdict.REFUSED) {
      refuse(EndedBy.PROXY);
    } else if (verdict == Verdict.COMPLETE) {
      BackendLoop named = backends.find(loop.clientHello.name());
      letIn(ctx, named == null ? frontend.backend : named);
    }
  }

  private void letIn(ChannelHandlerContext ctx, BackendLoop backend) {
    ByteBuf first = loop.buffers.copyOf(hello.bytes(), hello.length());
    leave();
    TcpSession session = new TcpSession(frontend, backend, channel);
    ctx.pipeline().replace(this, null, session);
    ChannelHandlerContext last = ctx.pipeline().lastContext();
    session.channelRead(last, first);
    session.channelActive(last);
  }

  private void refuse(EndedBy by) {
    if (ended) {
      return;
    }
    ended = true;
    frontend.counters.increment(Traffic.REFUSED);
    TerminationState ending = TerminationState.of(by, EndedIn.REQUEST);
    frontend.endedEarly(ending, this, 0, hello.length(), 0, sinceNanos);
    close();
  }

  private void leave() {
    ended = true;
    loop.wheel.remove(deadline);
    loop.closed(this);
    hello.clear();
  }

  @Override
  public void expired(long nowNanos) {
    refuse(EndedBy.CLIENT_TIMEOUT);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      gone();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone();
    leave();
  }

  /** Who said nothing at all only looked whether somebody listens. */
  private void gone() {
    if (ended) {
      return;
    }
    if (hello.isEmpty()) {
      ended = true;
      frontend.endedUnused(EndedBy.CLIENT, this, sinceNanos);
      close();
    } else {
      refuse(loop.cutting() ? EndedBy.KILLED : EndedBy.CLIENT);
    }
  }

  @Override
  public @Nullable InetSocketAddress address() {
    return channel.remoteAddress();
  }

  /** The server decrypts. */
  @Override
  public boolean tls() {
    return false;
  }

  @Override
  public long requestNanos() {
    return SessionMeter.NEVER;
  }

  /** No server has it yet, so nothing is lost. */
  @Override
  public void drain() {
    close();
  }

  @Override
  public void close() {
    loop.transport.close(channel);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    frontend.fault(cause);
    close();
  }
}
