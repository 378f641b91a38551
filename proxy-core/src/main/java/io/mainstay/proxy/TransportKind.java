package io.mainstay.proxy;

/** Which of the kernel's interfaces moves the bytes. */
public enum TransportKind {
  /** epoll where it works, NIO elsewhere. */
  AUTO,
  /** Linux epoll. */
  EPOLL,
  /**
   * Linux io_uring: cheaper where the event loops are busy all the time with small messages, dearer
   * otherwise. Needs a recent kernel that allows it, which containers often forbid.
   */
  IO_URING,
  /** The JDK's own selector: works everywhere, with one listening socket for all event loops. */
  NIO
}
