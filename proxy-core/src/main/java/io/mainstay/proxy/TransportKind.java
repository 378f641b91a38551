package io.mainstay.proxy;

/** Which of the kernel's interfaces moves the bytes. */
public enum TransportKind {
  /** epoll where it works, NIO elsewhere. */
  AUTO,
  /** Linux epoll. */
  EPOLL,
  /** Linux io_uring: cheaper with many connections, needs a recent kernel that allows it. */
  IO_URING,
  /** The JDK's own selector: works everywhere, with one listening socket for all event loops. */
  NIO
}
