package io.mainstay.proxy.netty;

import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.http1.HeadWriter;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Terminations;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One frontend as one event loop sees it. */
final class FrontendLoop {
  final LoopContext loop;
  final BackendLoop backend;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Terminations terminations = new Terminations();
  final String name;
  final @Nullable SessionListener listener;
  final FrontendMode mode;
  final long clientNanos;
  final long httpRequestNanos;
  final long httpKeepAliveNanos;
  private final HeadWriter.ForwardedFields forwarded;
  private final List<AddressRange> trustedProxies;

  FrontendLoop(
      LoopContext loop,
      Frontend frontend,
      BackendLoop backend,
      @Nullable SessionListener listener) {
    this.name = frontend.name();
    this.listener = listener;
    this.loop = loop;
    this.backend = backend;
    this.trustedProxies = frontend.trustedProxies();
    this.mode = frontend.mode();
    this.clientNanos = frontend.timeouts().client().toNanos();
    this.httpRequestNanos = frontend.timeouts().httpRequest().toNanos();
    this.httpKeepAliveNanos = frontend.timeouts().httpKeepAlive().toNanos();
    this.forwarded = forwarded(frontend.forwardedFor());
  }

  /** The handler of a new connection. */
  ChannelHandler handler(SocketChannel channel) {
    return mode == FrontendMode.TCP
        ? new TcpSession(this, channel)
        : new FrontConnection(this, channel);
  }

  /** What becomes of a client's fields that say on whose behalf it asks. */
  HeadWriter.ForwardedFields forwarded(@Nullable InetSocketAddress client) {
    if (client != null) {
      for (AddressRange range : trustedProxies) {
        if (range.contains(client.getAddress())) {
          return HeadWriter.ForwardedFields.TRUST;
        }
      }
    }
    return forwarded;
  }

  private static HeadWriter.ForwardedFields forwarded(ForwardedFor policy) {
    return switch (policy) {
      case OFF -> HeadWriter.ForwardedFields.PASS;
      case REPLACE -> HeadWriter.ForwardedFields.REPLACE;
      case APPEND -> HeadWriter.ForwardedFields.APPEND;
    };
  }
}
