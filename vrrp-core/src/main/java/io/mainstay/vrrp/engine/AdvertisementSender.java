package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.util.List;

/** Sends one router's advertisements, to the multicast group or to each of its peers. */
final class AdvertisementSender {
  private final AgentContext context;
  private final VirtualRouterConfig config;
  private final RouterCounters counters;
  private final RouterLog log;
  private final AdvertisementEncoder encoder;
  private final byte[][] unicastPeers;

  AdvertisementSender(
      AgentContext context, VirtualRouterConfig config, RouterCounters counters, RouterLog log) {
    this.context = context;
    this.config = config;
    this.counters = counters;
    this.log = log;
    encoder = new AdvertisementEncoder(config);
    unicastPeers =
        config.unicast().map(Unicast::peers).orElse(List.of()).stream()
            .map(peer -> peer.address().getAddress())
            .toArray(byte[][]::new);
  }

  void send(int priority, byte[] source) {
    if (!transmit(priority, source)) {
      return;
    }
    counters.sent.increment();
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY) {
      counters.resignationsSent.increment();
    }
  }

  /** Whether these bytes are what was sent last. */
  boolean sentLast(byte[] bytes, int offset, int length) {
    return encoder.wroteLast(bytes, offset, length);
  }

  /** Says whether anybody can have heard it. */
  private boolean transmit(int priority, byte[] source) {
    VrrpTransport transport = context.transport();
    String name = config.interfaceName();
    if (unicastPeers.length == 0) {
      byte[] message = encoder.encode(priority, source);
      return took(transport.send(name, config.family(), source, message, message.length));
    }
    boolean any = false;
    for (byte[] destination : unicastPeers) {
      byte[] message = encoder.encode(priority, source, destination);
      any |=
          took(transport.send(name, config.family(), source, destination, message, message.length));
    }
    return any;
  }

  private boolean took(boolean taken) {
    if (!taken) {
      counters.sendFailures.increment();
      log.sendFailed(config.interfaceName(), context.nowNanos());
    }
    return taken;
  }
}
