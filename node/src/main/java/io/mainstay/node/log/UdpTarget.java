package io.mainstay.node.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A datagram a line. When its host says that nobody listens there, the lines wait. */
final class UdpTarget implements LogTarget {
  private final InetSocketAddress address;
  private @Nullable DatagramChannel channel;

  UdpTarget(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public void write(LogBatch batch) throws IOException {
    try {
      DatagramChannel open = channel;
      if (open == null) {
        open = DatagramChannel.open();
        channel = open;
        open.connect(address);
      }
      while (!batch.done()) {
        batch.wrote(open.write(batch.nextLine()));
      }
    } catch (IOException e) {
      close();
      throw new IOException("syslog at " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    Closing.quietly(channel);
    channel = null;
  }
}
