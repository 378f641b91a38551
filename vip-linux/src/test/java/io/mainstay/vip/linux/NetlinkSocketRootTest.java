package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What arrives at a netlink socket: all the kernel says, and nothing else. */
@Tag("root")
class NetlinkSocketRootTest {
  @Test
  @DisplayName("NL10 a reply larger than the buffer is read whole")
  void shouldReadAReplyLargerThanItsBuffer() throws Exception {
    try (NetworkNamespace.Pair hosts = NetworkNamespace.Pair.create()) {
      hosts
          .left()
          .run(
              () -> {
                NetlinkSocket small =
                    NetlinkSocket.open(Netlink.NETLINK_ROUTE, 0, 1024, Netlink.HEADER_BYTES);
                try (NetlinkClient netlink = new NetlinkClient(small, System::nanoTime)) {
                  assertThat(netlink.links())
                      .map(LinkEntry::name)
                      .containsExactlyInAnyOrder("lo", "left0");
                  assertThat(small.reply().capacity()).isGreaterThan(Netlink.HEADER_BYTES);
                  // What came after it is not lost either.
                  assertThat(netlink.addresses()).isNotEmpty();
                  assertThat(small.receiveNow()).isEqualTo(-1);
                }
              });
    }
  }

  @Test
  @DisplayName("NL06 what another process sends is dropped")
  void shouldBelieveTheKernelAlone() throws Exception {
    try (NetworkNamespace.Pair hosts = NetworkNamespace.Pair.create()) {
      hosts
          .left()
          .run(
              () -> {
                try (NetlinkSocket socket = NetlinkSocket.open(0);
                    Descriptor forger =
                        Descriptor.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, Netlink.NETLINK_ROUTE)) {
                  NativeBuffer to = new NativeBuffer(12);
                  to.bytes().putShort(0, (short) Libc.AF_NETLINK).putInt(4, socket.port());
                  NativeBuffer forged = new NativeBuffer(Netlink.HEADER_BYTES);
                  forged.bytes().putInt(0, Netlink.HEADER_BYTES);
                  assertThat(
                          Libc.sendto(
                              forger.fd(), forged.address(), forged.size(), 0, to.address(), 12))
                      .isEqualTo(Netlink.HEADER_BYTES);

                  assertThat(socket.receiveNow()).isEqualTo(-1);
                }
              });
    }
  }
}
