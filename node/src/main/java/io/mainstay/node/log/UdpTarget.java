package io.mainstay.node.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A datagram a line. When its host says that nobody listens there, the lines wait. */
final class UdpTarget implements LogTarget {
  private static final int OBJECTION_MILLIS = 100;

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
        batch.wrote(writeFirst(open, batch));
      }
      while (!batch.done()) {
        batch.wrote(open.write(batch.nextLine()));
      }
    } catch (PortUnreachableException e) {
      close();
      throw new IOException(
          "syslog at " + LogTargets.name(address) + ": nobody listens there for UDP", e);
    } catch (IOException e) {
      close();
      throw new IOException("syslog at " + LogTargets.name(address) + ": " + e.getMessage(), e);
    }
  }

  /**
   * A host on which nobody listens objects to a datagram only after it has left. Waiting for that
   * once keeps the line, and keeps the log from calling the target sound every second.
   */
  private static int writeFirst(DatagramChannel open, LogBatch batch) throws IOException {
    int written = open.write(batch.nextLine());
    try {
      open.socket().setSoTimeout(OBJECTION_MILLIS);
      open.socket().receive(new DatagramPacket(new byte[1], 1));
    } catch (SocketTimeoutException noObjection) {
      return written;
    }
    return written;
  }

  @Override
  public void close() {
    Closing.quietly(channel);
    channel = null;
  }
}
