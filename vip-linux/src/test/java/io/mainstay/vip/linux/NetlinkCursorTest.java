package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetlinkCursorTest {
  private static final String LINK =
      "40000000 1000 0000 01000000 34120000"
          // AF_UNSPEC, ARPHRD_ETHER, interface 7, UP|RUNNING
          + "00 00 0100 07000000 41000000 00000000"
          // IFLA_IFNAME "eth0", IFLA_MTU 1500, IFLA_ADDRESS
          + "0900 0300 6574683000 000000"
          + "0800 0400 dc050000"
          + "0a00 0100 021122334455 0000";

  private static final String ADDRESS =
      "44000000 1400 0000 01000000 34120000"
          + "0a 40 00 00 02000000"
          + "1400 0100 fd000000000000000000000000000009"
          // IFA_FLAGS, IFA_PROTO with the nesting flag that some kernels set
          + "0800 0800 22000000"
          + "0500 0b40 4d000000"
          + "0800 0700 00000000";

  @Test
  @DisplayName("NL24 golden bytes of a link")
  void shouldDecodeALink() throws IOException {
    NetlinkCursor message = Hex.cursor(LINK);

    assertThat(message.next()).isTrue();
    LinkEntry link = LinkEntry.decode(message);

    assertThat(link.index()).isEqualTo(7);
    assertThat(link.name()).isEqualTo("eth0");
    assertThat(link.mtuBytes()).isEqualTo(1500);
    assertThat(link.hardwareType()).isEqualTo(Netlink.ARPHRD_ETHER);
    assertThat(link.hardwareAddress()).containsExactly(2, 0x11, 0x22, 0x33, 0x44, 0x55);
    assertThat(link.running()).isTrue();
    assertThat(message.next()).isFalse();
  }

  /** IFLA_LINK 2, and IFLA_LINKINFO with a kind of macvlan. */
  private static final String MACVLAN =
      "38000000 1000 0000 01000000 34120000"
          + "00 00 0100 07000000 02000000 00000000"
          + "0800 0500 02000000"
          + "1000 1280 0c00 0100 6d6163766c616e00";

  @Test
  void shouldDecodeWhatADeviceIsMadeOn() throws IOException {
    NetlinkCursor message = Hex.cursor(MACVLAN);
    message.next();

    LinkEntry link = LinkEntry.decode(message);

    assertThat(link.parentIndex()).isEqualTo(2);
    assertThat(link.kind()).isEqualTo("macvlan");
  }

  @Test
  void shouldNotReadPastTheEndOfAnAttributeForOneWithinIt() throws IOException {
    NetlinkCursor message = Hex.cursor(MACVLAN.replace("1280 0c00", "1280 0d00"));
    message.next();

    assertThatThrownBy(() -> LinkEntry.decode(message))
        .isInstanceOf(MalformedNetlinkException.class)
        .hasMessageContaining("13 with 12 bytes left");
  }

  @Test
  void shouldDecodeAnAddress() throws IOException {
    NetlinkCursor message = Hex.cursor(ADDRESS);

    message.next();
    AddressEntry entry = AddressEntry.decode(message);

    assertThat(entry.address().getHostAddress()).isEqualTo("fd00:0:0:0:0:0:0:9");
    assertThat(entry.prefixLength()).isEqualTo(64);
    assertThat(entry.interfaceIndex()).isEqualTo(2);
    assertThat(entry.flags()).isEqualTo(Netlink.IFA_F_NODAD | Netlink.IFA_F_DEPRECATED);
    assertThat(entry.protocol()).isEqualTo(77);
  }

  @Test
  void shouldTakeTheLocalAddressOfAPointToPointLink() throws IOException {
    NetlinkCursor message =
        Hex.cursor(
            "28000000 1400 0000 01000000 34120000 02 20 80 00 02000000"
                + "0800 0200 0a000001"
                + "0800 0100 0a000002");

    message.next();

    assertThat(AddressEntry.decode(message).address().getHostAddress()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a header,                      10000000 1400",
    "length shorter than the header,     0f000000 1400 0000 01000000 34120000",
    "length of zero,                     00000000 1400 0000 01000000 34120000",
    "length past the end,                14000000 1400 0000 01000000 34120000",
    "negative length,                    ffffffff 1400 0000 01000000 34120000",
    "no room for the address body,       14000000 1400 0000 01000000 34120000 02200000",
    "attribute shorter than its header,  1c000000 1400 0000 01000000 34120000 0220000002000000"
        + " 03000100",
    "attribute past the end,             1c000000 1400 0000 01000000 34120000 0220000002000000"
        + " 08000100",
    "address of three bytes,             20000000 1400 0000 01000000 34120000 0220000002000000"
        + " 07000100 0a000000",
    "no address at all,                  18000000 1400 0000 01000000 34120000 0220000002000000",
    "flags of two bytes,                 20000000 1400 0000 01000000 34120000 0220000002000000"
        + " 06000800 00000000",
  })
  @DisplayName("NL07 lengths that contradict themselves")
  void shouldRefuseWhatContradictsItself(String fault, String hex) {
    NetlinkCursor message = Hex.cursor(hex);

    assertThatThrownBy(
            () -> {
              message.next();
              AddressEntry.decode(message);
            })
        .as(fault)
        .isInstanceOf(MalformedNetlinkException.class);
  }

  @Test
  @DisplayName("NL07 any bytes at all")
  void shouldNeverReadPastTheEndWhateverTheBytes() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] seeds = {Hex.bytes(LINK), Hex.bytes(ADDRESS)};
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = seeds[round & 1].clone();
      int mutations = 1 + random.nextInt(4);
      for (int i = 0; i < mutations; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(bytes.length + 1);
      try {
        walk(bytes, length);
      } catch (IOException expected) {
        assertThat(expected).isInstanceOf(MalformedNetlinkException.class);
      } catch (RuntimeException e) {
        throw new AssertionError("seed=" + seed + " round=" + round, e);
      }
    }
  }

  private static void walk(byte[] bytes, int length) throws IOException {
    byte[] exact = Arrays.copyOf(bytes, length);
    NetlinkCursor message = new NetlinkCursor(Hex.buffer(exact), length);
    while (message.next()) {
      switch (message.type()) {
        case Netlink.RTM_NEWLINK -> LinkEntry.decode(message);
        case Netlink.NLMSG_ERROR, Netlink.NLMSG_DONE -> {
          try {
            NetlinkVerdict.check("walk", message);
          } catch (ErrnoException e) {
            assertThat(e.errno()).isNotZero();
          }
        }
        default -> AddressEntry.decode(message);
      }
    }
  }
}
