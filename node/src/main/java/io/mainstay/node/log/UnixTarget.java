package io.mainstay.node.log;

import io.mainstay.vip.linux.UnixDatagramSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A datagram a line to a socket of this host. A daemon that is slow is waited for. */
final class UnixTarget implements LogTarget {
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int WAITS = 200;

  private final Path path;
  private @Nullable UnixDatagramSocket socket;

  UnixTarget(Path path) {
    this.path = path;
  }

  @Override
  public void write(LogBatch batch) throws IOException {
    UnixDatagramSocket open = socket;
    if (open == null) {
      open = new UnixDatagramSocket(path);
      socket = open;
    }
    int waits = 0;
    while (!batch.done()) {
      ByteBuffer line = batch.nextLine();
      if (open.send(line.array(), line.arrayOffset() + line.position(), line.remaining())) {
        batch.wrote(line.remaining());
        waits = 0;
      } else if (++waits > WAITS) {
        throw new IOException("nobody reads what is sent to " + path);
      } else {
        LockSupport.parkNanos(this, WAIT_NANOS);
      }
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
