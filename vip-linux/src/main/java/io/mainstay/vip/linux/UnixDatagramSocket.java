package io.mainstay.vip.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends datagrams to a socket in the file system, and never waits: Java knows such sockets as
 * streams only. Whoever listens there may come, go and come back. For one thread.
 */
public final class UnixDatagramSocket implements AutoCloseable {
  /** The longest datagram. */
  public static final int MAX_BYTES = 65_536;

  /** Of an address, with its zero at the end. */
  private static final int MAX_PATH_BYTES = 108;

  private static final int FAMILY_BYTES = 2;

  private final Descriptor socket;
  private final String name;
  private final NativeBuffer address;
  private final NativeBuffer data = new NativeBuffer(MAX_BYTES);

  /**
   * Prepares for a socket that need not exist yet.
   *
   * @throws IOException when this is no Linux that is known here, or the path is too long for a
   *     socket's
   */
  public UnixDatagramSocket(Path path) throws IOException {
    LinuxPlatform.check();
    name = path.toString();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= MAX_PATH_BYTES) {
      throw new IOException(name + " is too long for a socket's path: at most 107 bytes");
    }
    address = new NativeBuffer(FAMILY_BYTES + bytes.length + 1);
    address.bytes().putShort(0, (short) Libc.AF_UNIX).put(FAMILY_BYTES, bytes);
    socket = Descriptor.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM, 0);
  }

  /**
   * Sends one datagram.
   *
   * @param length at most {@link #MAX_BYTES}
   * @return false when the listener has no room for it now
   * @throws IOException when nobody listens there, or this process may not write to it
   */
  public boolean send(byte[] bytes, int offset, int length) throws IOException {
    data.bytes().put(0, bytes, offset, length);
    long sent =
        Libc.sendto(
            socket.fd(),
            data.address(),
            length,
            Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL,
            address.address(),
            address.size());
    if (sent >= 0) {
      return true;
    }
    int errno = Libc.errno();
    if (errno == Errno.EAGAIN || errno == Errno.ENOBUFS) {
      return false;
    }
    throw new IOException(name + ": " + Errno.text(errno));
  }

  @Override
  public void close() {
    socket.close();
  }
}
