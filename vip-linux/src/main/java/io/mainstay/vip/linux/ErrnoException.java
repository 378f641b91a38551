package io.mainstay.vip.linux;

import java.io.IOException;

/** The kernel refused a call, and this is its reason. */
final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  ErrnoException(String what, int errno) {
    super(what + ": " + Errno.text(errno));
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
