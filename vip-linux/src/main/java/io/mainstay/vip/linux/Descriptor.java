package io.mainstay.vip.linux;

import java.nio.charset.StandardCharsets;

/** One open file of the kernel's, closed once. */
final class Descriptor implements AutoCloseable {
  private final int fd;
  private boolean closed;

  private Descriptor(int fd) {
    this.fd = fd;
  }

  /** A socket that never blocks and that no child process inherits. */
  static Descriptor socket(int domain, int type, int protocol) throws ErrnoException {
    return checked(
        Libc.socket(domain, type | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, protocol), "socket");
  }

  static Descriptor event() throws ErrnoException {
    return checked(Libc.eventfd(0, Libc.EFD_NONBLOCK | Libc.EFD_CLOEXEC), "eventfd");
  }

  static Descriptor file(String path) throws ErrnoException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    NativeBuffer text = new NativeBuffer(name.length + 1);
    text.bytes().put(0, name);
    return checked(
        Libc.open(text.address(), Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0), path);
  }

  private static Descriptor checked(int fd, String what) throws ErrnoException {
    if (fd < 0) {
      throw new ErrnoException(what, Libc.errno());
    }
    return new Descriptor(fd);
  }

  int fd() {
    return fd;
  }

  /** Sets an option whose value is an int. */
  void option(int level, int option, int value) throws ErrnoException {
    NativeBuffer bytes = new NativeBuffer(4);
    bytes.bytes().putInt(0, value);
    option(level, option, bytes);
  }

  void option(int level, int option, NativeBuffer value) throws ErrnoException {
    if (Libc.setsockopt(fd, level, option, value.address(), value.size()) < 0) {
      throw new ErrnoException("setsockopt " + level + "/" + option, Libc.errno());
    }
  }

  /** Closes it; a second close must not hit a stranger's file that got the same number. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
