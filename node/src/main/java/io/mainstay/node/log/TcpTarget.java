package io.mainstay.node.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a syslog daemon, with a line feed behind each message (RFC 6587 section 3.4.2).
 * Opened again when it broke: then the line that was being written begins anew. A daemon that reads
 * nothing holds the lane's thread until it does, or is gone.
 */
final class TcpTarget implements LogTarget {
  private static final int CONNECT_MILLIS = (int) TimeUnit.SECONDS.toMillis(3);

  private final InetSocketAddress address;
  private final ByteBuffer unwanted = ByteBuffer.allocate(512);
  private @Nullable SocketChannel channel;

  TcpTarget(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public void write(LogBatch batch) throws IOException {
    try {
      SocketChannel open = channel;
      if (open == null || gone(open)) {
        close();
        batch.rewindToLine();
        open = open();
        channel = open;
      }
      while (!batch.done()) {
        batch.wrote(open.write(batch.left()));
      }
    } catch (IOException e) {
      close();
      throw new IOException("syslog at " + LogTargets.name(address) + ": " + e.getMessage(), e);
    }
  }

  private SocketChannel open() throws IOException {
    SocketChannel opened = SocketChannel.open();
    try {
      opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      opened.socket().connect(address, CONNECT_MILLIS);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /** A daemon that ended has said so; what were written behind that would be lost. */
  private boolean gone(SocketChannel open) throws IOException {
    open.configureBlocking(false);
    try {
      int read = open.read(unwanted.clear());
      while (read > 0) {
        read = open.read(unwanted.clear());
      }
      return read < 0;
    } finally {
      open.configureBlocking(true);
    }
  }

  @Override
  public void close() {
    Closing.quietly(channel);
    channel = null;
  }
}
