package io.mainstay.proxy.netty;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a session's record says of its client. */
interface RecordedClient {
  /** Its address, or null when it was gone before anybody could ask. */
  @Nullable InetSocketAddress address();

  /** Whether the proxy decrypts what it says. */
  boolean tls();

  /** From the first byte of the request head to the whole of it; 0 in TCP mode. */
  long requestNanos();
}
