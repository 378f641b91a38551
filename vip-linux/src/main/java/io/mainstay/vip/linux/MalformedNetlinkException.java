package io.mainstay.vip.linux;

import java.io.IOException;

/** A netlink message whose lengths contradict each other; nothing after it can be trusted. */
final class MalformedNetlinkException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedNetlinkException(String reason) {
    super("malformed netlink message: " + reason);
  }
}
