package io.mainstay.benchmarks.compare.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The servers behind the proxies, each on a port of its own. They run on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class Servers {
  private static final int BACKLOG = 4096;

  /** A block of a stream follows when the one before has left for the kernel altogether. */
  private static final WriteBufferWaterMark ONE_BLOCK = new WriteBufferWaterMark(1, 2);

  private final Dialogue dialogue;

  /** Each proxy has servers of its own, so that what is learned of its heads stays true. */
  private final HeadLength heads = new HeadLength();

  private final ByteBuf answer;
  private final ServerBootstrap bootstrap;
  private final List<Listener> listeners = new ArrayList<>();
  private String complaint = "";

  /** One server: where it listens, and its connections. */
  private static final class Listener {
    private final InetSocketAddress address;
    private final Set<Channel> connections = new HashSet<>();
    private Channel channel;

    Listener(Channel channel) {
      this.channel = channel;
      this.address = (InetSocketAddress) channel.localAddress();
    }
  }

  Servers(Dialogue dialogue, EventLoop loop, ReceiveBuffer receive) {
    this.dialogue = dialogue;
    this.answer = Unpooled.directBuffer().writeBytes(dialogue.answer());
    this.bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, receive)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accepted(channel);
                  }
                });
    if (dialogue.form() == Dialogue.Form.STREAM) {
      bootstrap.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ONE_BLOCK);
    }
  }

  /** Called from outside the loop. */
  InetSocketAddress listen() {
    Channel channel =
        bootstrap
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    Listener listener = new Listener(channel);
    channel.eventLoop().submit(() -> listeners.add(listener)).syncUninterruptibly();
    return listener.address;
  }

  /** One server dies: it listens no more, and its connections end. */
  void down(int index) {
    Listener listener = listeners.get(index);
    listener.channel.close();
    Set.copyOf(listener.connections).forEach(Channel::close);
  }

  /** It listens again where it did. */
  void up(int index) {
    Listener listener = listeners.get(index);
    var binding = bootstrap.bind(listener.address);
    listener.channel = binding.channel();
    binding.addListener(
        bound -> {
          if (!bound.isSuccess()) {
            complain("a server cannot listen again: " + bound.cause());
          }
        });
  }

  void complain(String what) {
    if (complaint.isEmpty()) {
      complaint = what;
    }
  }

  /** What was wrong with the first wrong request; empty when all were right. */
  String complaint() {
    return complaint;
  }

  void gone(Channel connection) {
    for (Listener listener : listeners) {
      listener.connections.remove(connection);
    }
  }

  void end() {
    for (int i = 0; i < listeners.size(); i++) {
      down(i);
    }
    answer.release();
  }

  private void accepted(SocketChannel channel) {
    InetSocketAddress local = channel.localAddress();
    for (Listener listener : listeners) {
      if (listener.address.equals(local)) {
        listener.connections.add(channel);
      }
    }
    channel
        .pipeline()
        .addLast(
            new ServerConnection(
                this,
                answer.retainedSlice(),
                Incoming.requests(dialogue, heads),
                dialogue.form() == Dialogue.Form.STREAM));
  }
}
