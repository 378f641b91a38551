package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * The end of a client's connection that the proxy wants to end: writes out what is left, says
 * goodbye and waits for the client's goodbye. Closing while the client still sends would reset the
 * connection and take the answer with it (RFC 9112 section 9.6).
 */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class Farewell implements Deadline.Owner {
  /** The most that a client may send that nobody wants any more. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LoopContext loop;
  private final SocketChannel channel;
  private final Backlog backlog;
  private final long clientNanos;
  private final Deadline deadline = new Deadline(this);
  private boolean said;
  private boolean answered;
  private long discardedBytes;

  /**
   * Nothing is said yet.
   *
   * @param clientNanos how long the client may take nothing of what is left
   * @param answered whether the client has said goodbye already, or that it sends no more
   */
  Farewell(
      LoopContext loop,
      SocketChannel channel,
      Backlog backlog,
      long clientNanos,
      boolean answered) {
    this.loop = loop;
    this.channel = channel;
    this.backlog = backlog;
    this.clientNanos = clientNanos;
    this.answered = answered;
  }

  /** Says it behind what is left. */
  void say(ChannelHandlerContext ctx) {
    backlog.note();
    loop.wheel.set(deadline, System.nanoTime() + clientNanos);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener((ChannelFuture written) -> written(written.isSuccess()));
  }

  private void written(boolean whole) {
    if (!whole) {
      loop.transport.close(channel);
    } else if (answered) {
      loop.transport.closeBehind(channel);
    } else if (channel.isOpen()) {
      said = true;
      loop.wheel.set(deadline, System.nanoTime() + WAIT_NANOS);
      Transport.endOutput(channel);
    }
  }

  /** The client still sends. */
  void discard(ByteBuf buf) {
    discardedBytes += buf.readableBytes();
    buf.release();
    if (discardedBytes > MOST_BYTES) {
      loop.transport.close(channel);
    }
  }

  /** The client says goodbye. */
  void answered() {
    answered = true;
    if (said) {
      loop.transport.close(channel);
    }
  }

  @Override
  public void expired(long nowNanos) {
    if (backlog.shrinks()) {
      loop.wheel.set(deadline, nowNanos + clientNanos);
    } else {
      loop.transport.close(channel);
    }
  }

  /** The connection is closed. */
  void closed() {
    loop.wheel.remove(deadline);
  }
}
