package io.mainstay.proxy.netty;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One frontend's listening sockets.
 *
 * @param addresses where it listens, with real ports
 * @param channels its sockets, one for each address and, where ports are shared, event loop
 */
record BoundFrontend(List<InetSocketAddress> addresses, List<Channel> channels) {
  BoundFrontend {
    addresses = List.copyOf(addresses);
    channels = List.copyOf(channels);
  }

  boolean listening() {
    return channels.stream().allMatch(Channel::isActive);
  }

  /** Takes no more connections. */
  void close() {
    for (Channel channel : channels) {
      var unused = channel.close();
    }
  }
}
