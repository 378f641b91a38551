package io.mainstay.proxy.netty;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;

/**
 * What a peer has not taken yet of what is to be written to it. Who takes some of it now and then
 * is slow, which is no fault; who takes nothing is silent.
 */
final class Backlog {
  private final SocketChannel channel;
  private long notedBytes;

  Backlog(SocketChannel channel) {
    this.channel = channel;
  }

  long bytes() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  /** Remembers how much it is now. */
  void note() {
    notedBytes = bytes();
  }

  /** Whether some of it went since it was noted and some is left; notes what is left. */
  boolean shrinks() {
    long before = notedBytes;
    note();
    return notedBytes > 0 && notedBytes != before;
  }
}
