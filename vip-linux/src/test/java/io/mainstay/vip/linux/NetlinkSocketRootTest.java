package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who else may write to a netlink socket. */
@Tag("root")
class NetlinkSocketRootTest {
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
