package io.mainstay.vip.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries netlink datagrams between one client and the kernel. */
interface NetlinkChannel extends AutoCloseable {

  /** The address the kernel gave this end; its replies carry it. */
  int port();

  /** What the next {@link #send} sends; host order. */
  ByteBuffer request();

  void send(int length) throws IOException;

  /**
   * Waits for the next datagram from the kernel itself; those of other processes are dropped.
   *
   * @return its length in {@link #reply}, or -1 when the time has passed
   */
  int receive(long maxNanos) throws IOException;

  /** The datagram received last; host order. */
  ByteBuffer reply();

  @Override
  void close();
}
