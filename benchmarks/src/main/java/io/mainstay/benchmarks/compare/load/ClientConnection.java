package io.mainstay.benchmarks.compare.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One connection to the proxy: a request out, its answer in. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private final Clients clients;
  private final ByteBuf request;
  private final Incoming incoming;
  private final boolean secured;
  private final long bornNanos = System.nanoTime();
  private @Nullable ChannelHandlerContext ctx;
  private boolean waiting;
  private boolean answeredOnce;
  private long sinceNanos;
  private String complaint = "";

  ClientConnection(Clients clients, ByteBuf request, Incoming incoming, boolean secured) {
    this.secured = secured;
    this.clients = clients;
    this.request = request;
    this.incoming = incoming;
  }

  long bornNanos() {
    return bornNanos;
  }

  /** Whether the answer that just came was the first one. */
  boolean answeredFirst() {
    boolean first = !answeredOnce;
    answeredOnce = true;
    return first;
  }

  /** Asks; the answer's latency counts from {@code fromNanos}. */
  void send(long fromNanos) {
    ChannelHandlerContext channel = ctx;
    if (channel == null) {
      return;
    }
    sinceNanos = fromNanos;
    waiting = true;
    if (secured) {
      channel.writeAndFlush(request.retainedDuplicate().readerIndex(0), channel.voidPromise());
      return;
    }
    var unsafe = channel.channel().unsafe();
    unsafe.write(request.readerIndex(0).retain(), unsafe.voidPromise());
    unsafe.flush();
  }

  void close() {
    if (ctx != null) {
      ctx.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    ctx = active;
    clients.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext active, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      take(active, bytes);
    } finally {
      bytes.release();
    }
  }

  private void take(ChannelHandlerContext active, ByteBuf bytes) {
    while (bytes.isReadable()) {
      if (!waiting) {
        fail(active, "more bytes than the answer has");
        return;
      }
      switch (incoming.take(bytes)) {
        case MORE -> {}
        case WRONG -> {
          fail(active, "wrong answer: " + incoming.complaint());
          return;
        }
        case WHOLE -> answered();
      }
    }
  }

  private void answered() {
    if (clients.streaming()) {
      long since = sinceNanos;
      sinceNanos = System.nanoTime();
      clients.streamed(this, since, sinceNanos);
    } else {
      waiting = false;
      clients.answered(this, sinceNanos);
    }
  }

  private void fail(ChannelHandlerContext active, String cause) {
    if (complaint.isEmpty()) {
      complaint = cause;
    }
    active.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    boolean mayEnd = clients.pace() == Plan.Pace.NEW_CONNECTION && answeredOnce && !waiting;
    if (complaint.isEmpty() && !mayEnd) {
      complaint =
          waiting
              ? "the proxy closed the connection before its answer was whole"
              : "the proxy closed a connection that was to be kept";
    }
    clients.gone(this, complaint);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    request.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    fail(active, String.valueOf(cause));
  }
}
