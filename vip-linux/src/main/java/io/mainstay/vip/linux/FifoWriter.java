package io.mainstay.vip.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a named pipe and never waits: not for a reader to come, nor for one that is slow.
 * Java opens files only in ways that do. For one thread.
 */
public final class FifoWriter implements AutoCloseable {
  /** What the kernel takes whole or not at all (PIPE_BUF). */
  public static final int MAX_BYTES = 4096;

  private final NativeBuffer path;
  private final String name;
  private final NativeBuffer data = new NativeBuffer(MAX_BYTES);
  private int fd = -1;

  /**
   * Prepares for a pipe, which need not exist yet.
   *
   * @throws IOException when this is no Linux that is known here
   */
  public FifoWriter(Path fifo) throws IOException {
    LinuxPlatform.check();
    name = fifo.toString();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    path = new NativeBuffer(bytes.length + 1);
    path.bytes().put(0, bytes);
  }

  /**
   * Writes all of it, or nothing.
   *
   * @param bytes at most {@link #MAX_BYTES}
   * @return null, or why nothing was written
   */
  public @Nullable String write(byte[] bytes) {
    data.bytes().put(0, bytes);
    if (fd < 0) {
      int flags = Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
      fd = Libc.open(path.address(), flags, 0);
      if (fd < 0) {
        return Libc.errno() == Errno.ENXIO
            ? "nobody reads " + name
            : name + ": " + Errno.text(Libc.errno());
      }
    }
    // Up to PIPE_BUF bytes are written in one piece, also when other writers are there.
    if (Libc.write(fd, data.address(), bytes.length) >= 0) {
      return null;
    }
    int errno = Libc.errno();
    if (errno == Errno.EAGAIN) {
      return "the reader of " + name + " is too slow";
    }
    close();
    return errno == Errno.EPIPE ? "nobody reads " + name : name + ": " + Errno.text(errno);
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
