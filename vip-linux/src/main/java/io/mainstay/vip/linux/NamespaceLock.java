package io.mainstay.vip.linux;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A name that one process of a network namespace can have at a time. The kernel takes it back with
 * the process, whatever ends that; containers that share the namespace share the names.
 */
final class NamespaceLock implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int FAMILY_BYTES = 2;

  /** Of sun_path, whose first byte is 0 for a name that is no file. */
  private static final int MAX_NAME_BYTES = 107;

  private final Descriptor socket;

  private NamespaceLock(Descriptor socket) {
    this.socket = socket;
  }

  /** Takes the name; null when a living process, or this one, has it. */
  static @Nullable NamespaceLock take(String name) throws ErrnoException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(name + " is too long for a lock");
    }
    Descriptor socket = Descriptor.socket(AF_UNIX, SOCK_DGRAM, 0);
    NativeBuffer address = new NativeBuffer(FAMILY_BYTES + 1 + bytes.length);
    address.bytes().putShort(0, (short) AF_UNIX).put(FAMILY_BYTES + 1, bytes);
    if (Libc.bind(socket.fd(), address.address(), address.size()) == 0) {
      return new NamespaceLock(socket);
    }
    int errno = Libc.errno();
    socket.close();
    if (errno == Errno.EADDRINUSE) {
      return null;
    }
    throw new ErrnoException("lock " + name, errno);
  }

  @Override
  public void close() {
    socket.close();
  }
}
