package io.mainstay.proxy.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one listener to its frontend's maxconn: a connection that is one too many is held, unread,
 * until there is room, and the listener accepts no more meanwhile, so that all others wait in the
 * kernel's queue. Nobody is refused.
 */
final class Doorkeeper extends ChannelInboundHandlerAdapter implements ConnectionGate.Door {
  private final ConnectionGate gate;

  /** Accepted and not let in: what one turn of the listener brought. */
  private final Queue<Channel> held = new ArrayDeque<>();

  private @Nullable ChannelHandlerContext context;

  /** The keeper of one listener; the gate is that of all of them. */
  Doorkeeper(ConnectionGate gate) {
    this.gate = gate;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    Channel connection = (Channel) accepted;
    if (gate.enter()) {
      letIn(ctx, connection);
    } else {
      held.add(connection);
      ctx.channel().config().setAutoRead(false);
      gate.queue(this);
    }
  }

  private void letIn(ChannelHandlerContext ctx, Channel connection) {
    connection.closeFuture().addListener(gate);
    ctx.fireChannelRead(connection);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // What fails there is reported by the event loop.
  public void open() {
    ChannelHandlerContext ctx = context;
    try {
      if (ctx != null) {
        ctx.channel().eventLoop().execute(() -> opened(ctx));
      }
    } catch (RejectedExecutionException e) {
      // The proxy has stopped, and with it everybody who waits.
      return;
    }
  }

  private void opened(ChannelHandlerContext ctx) {
    Channel first = held.poll();
    if (first == null) {
      gate.leave();
      return;
    }
    letIn(ctx, first);
    if (held.isEmpty() && ctx.channel().isOpen()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  /** Whoever waits when the listener closes goes the way of those in the kernel's queue. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    for (Channel connection = held.poll(); connection != null; connection = held.poll()) {
      connection.unsafe().closeForcibly();
    }
    ctx.fireChannelInactive();
  }
}
