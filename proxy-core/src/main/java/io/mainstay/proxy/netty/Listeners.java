package io.mainstay.proxy.netty;

import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.TlsBind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds a frontend's addresses: once per event loop where the kernel shares a port out. */
final class Listeners {
  private static final int BACKLOG = 4096;

  private final Transport transport;
  private final EventLoopGroup group;
  private final LoopContext[] loops;
  private final TlsPlane tls;
  private final Set<InetAddress> floating;

  Listeners(
      Transport transport,
      EventLoopGroup group,
      LoopContext[] loops,
      TlsPlane tls,
      Set<InetAddress> floating) {
    this.tls = tls;
    this.transport = transport;
    this.group = group;
    this.loops = loops;
    this.floating = floating;
  }

  /**
   * Binds one frontend, all of its addresses or none.
   *
   * @param index the frontend's place in the configuration
   */
  BoundFrontend bind(Frontend frontend, int index) throws IOException {
    List<Channel> bound = new ArrayList<>();
    AcceptFaults faults = new AcceptFaults(frontend.name());
    @Nullable ConnectionGate gate =
        frontend.maxConn() > 0 ? new ConnectionGate(frontend.maxConn()) : null;
    List<InetSocketAddress> addresses = new ArrayList<>();
    try {
      for (InetSocketAddress address : frontend.binds()) {
        addresses.add(bind(frontend, address, new Entrance(faults, gate, index, null), bound));
      }
      if (frontend.mode() == FrontendMode.HTTP) {
        bound.forEach(transport::acknowledgeWithAnswers);
      }
      for (TlsBind bind : frontend.tlsBinds()) {
        Entrance entrance =
            new Entrance(
                faults, gate, index, new TlsAddress(tls.entrance(bind.tls()), bind.name()));
        addresses.add(bind(frontend, bind.address(), entrance, bound));
      }
    } catch (IOException e) {
      new BoundFrontend(addresses, bound).close();
      throw e;
    }
    return new BoundFrontend(addresses, bound);
  }

  private InetSocketAddress bind(
      Frontend frontend, InetSocketAddress address, Entrance entrance, List<Channel> bound)
      throws IOException {
    try {
      return bind(address, entrance, bound);
    } catch (IOException e) {
      throw new IOException(
          "frontend "
              + frontend.name()
              + ": cannot bind "
              + text(address)
              + ": "
              + cause(address, e),
          e);
    }
  }

  private InetSocketAddress bind(InetSocketAddress address, Entrance entrance, List<Channel> bound)
      throws IOException {
    if (!transport.portsShared()) {
      return bind(address, group.next(), entrance.to(transport, loops), bound);
    }
    if (!floating.contains(address.getAddress())) {
      requireFree(address);
    }
    InetSocketAddress actual = address;
    for (LoopContext loop : loops) {
      actual = bind(actual, loop.eventLoop, entrance.to(transport, loop), bound);
    }
    return actual;
  }

  /**
   * Sharing a port among event loops shares it with every process of the same user, and its clients
   * too. So first the address is taken without sharing, which fails if anybody listens there; this
   * socket never listens, so no client can fall into it.
   */
  private static void requireFree(InetSocketAddress address) throws IOException {
    if (address.getPort() != 0) {
      try (var probe = java.nio.channels.SocketChannel.open()) {
        probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        probe.bind(address);
      }
    }
  }

  private InetSocketAddress bind(
      InetSocketAddress address, EventLoop loop, ChannelHandler entrance, List<Channel> bound)
      throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(transport.listeners())
            .handler(entrance)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true);
    if (transport.portsShared()) {
      bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
    }
    if (floating.contains(address.getAddress())) {
      transport.bindBeforeItIsHere(bootstrap);
    }
    ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      Throwable cause = binding.cause();
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
    bound.add(binding.channel());
    return (InetSocketAddress) binding.channel().localAddress();
  }

  /** What becomes of a frontend's connections, until they have a handler of their own. */
  private record Entrance(
      AcceptFaults faults, @Nullable ConnectionGate gate, int frontend, @Nullable TlsAddress tls) {
    /** The handlers of one listener, whose connections these loops take in turn. */
    ChannelHandler to(Transport transport, LoopContext... loops) {
      return new ChannelInitializer<ServerChannel>() {
        @Override
        protected void initChannel(ServerChannel listener) {
          listener.pipeline().addLast(faults);
          if (gate != null) {
            listener.pipeline().addLast(new Doorkeeper(gate));
          }
          listener.pipeline().addLast(new Acceptor(transport, loops, frontend, tls));
        }
      };
    }
  }

  static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }

  /** The kernel's words, and the cure where there is one. */
  private static String cause(InetSocketAddress address, IOException e) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("in use")) {
      return "Address already in use: another process has port "
          + address.getPort()
          + " there, perhaps another Mainstay, HAProxy or web server (`ss -ltnp sport = :"
          + address.getPort()
          + "` names it); end it, or bind another port";
    }
    if (words.contains("permission denied")) {
      return "Permission denied: ports below 1024 need CAP_NET_BIND_SERVICE or root";
    }
    if (words.contains("cannot assign") || words.contains("assign requested")) {
      return "Cannot assign requested address: no interface of this host has it, and it is not a"
          + " virtual address; bind * to listen on every address";
    }
    return String.valueOf(e.getMessage());
  }
}
