package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Sees the Ethernet frames of one protocol that come in on one interface. */
final class FrameTap implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Descriptor socket;
  private final PollSet readable = new PollSet();
  private final NativeBuffer frame = new NativeBuffer(2048);

  private FrameTap(Descriptor socket) {
    this.socket = socket;
    readable.add(socket.fd());
  }

  static FrameTap open(String interfaceName, int protocol) throws IOException {
    LinkEntry link;
    try (NetlinkClient netlink = NetlinkClient.open()) {
      link = Objects.requireNonNull(netlink.link(interfaceName));
    }
    Descriptor socket = Descriptor.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0);
    PacketSocket.listen(socket, protocol, link.index());
    return new FrameTap(socket);
  }

  boolean isEmpty() {
    readable.await(0);
    return !readable.ready(0);
  }

  byte[] frame() {
    readable.await(PATIENCE_NANOS);
    long length = Libc.recvfrom(socket.fd(), frame.address(), frame.size(), 0, 0, 0);
    assertThat(length).as("a frame in time").isPositive();
    byte[] bytes = new byte[(int) length];
    frame.bytes().get(0, bytes);
    return bytes;
  }

  /** The first frame as long as this one; the kernel chats on an IPv6 link by itself. */
  byte[] frameLike(byte[] expected) {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      byte[] bytes = frame();
      if (Arrays.equals(bytes, expected) || deadlineNanos - System.nanoTime() <= 0) {
        return bytes;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
