package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real kernel, in network namespaces of the test's own. */
@Tag("root")
class LinuxAddressProbeRootTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private NetworkNamespace.Pair hosts;
  private NetworkNamespace left;
  private NetworkNamespace right;

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespace.Pair.create();
    left = hosts.left();
    right = hosts.right();
  }

  @AfterEach
  void close() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"10.99.0.9, 32", "fd99::9, 128"})
  void shouldHearWhoHasAnAddressWithoutClaimingIt(String text, int prefix) throws Exception {
    right.ip("address add " + text + "/" + prefix + " dev right0" + (prefix > 32 ? " nodad" : ""));
    InetAddress address = InetAddress.getByName(text);

    LinuxAddressProbe.Claim claimer =
        left.call(
            () -> {
              try (LinuxAddressProbe probe = LinuxAddressProbe.open("left0", List.of(address))) {
                long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
                LinuxAddressProbe.Claim heard = null;
                while (heard == null && deadlineNanos - System.nanoTime() > 0) {
                  assertThat(probe.ask()).isTrue();
                  heard = probe.awaitClaim(TimeUnit.MILLISECONDS.toNanos(200));
                }
                return heard;
              }
            });

    assertThat(claimer)
        .isEqualTo(new LinuxAddressProbe.Claim(address, right.call(() -> mac("right0"))));
    assertThat(right.ip("neigh show dev right0")).doesNotContain(text);
  }

  @ParameterizedTest
  @CsvSource({"10.99.0.9, 32, true", "10.99.0.9, 32, false", "fd99::9, 128, true"})
  void shouldHearNobodyWhenNobodyOrThisHostHasIt(String text, int prefix, boolean here)
      throws Exception {
    if (here) {
      left.ip("address add " + text + "/" + prefix + " dev left0" + (prefix > 32 ? " nodad" : ""));
    }
    InetAddress other = InetAddress.getByName(prefix > 32 ? "fd99::2" : "10.99.0.2");
    InetAddress address = InetAddress.getByName(text);
    left.run(
        () -> {
          try (LinuxAddressProbe probe = LinuxAddressProbe.open("left0", List.of(address));
              LinuxAddressProbe after = LinuxAddressProbe.open("left0", List.of(other))) {
            assertThat(probe.ask()).isTrue();
            // When this question is answered, the one before it would have been.
            LinuxAddressProbe.Claim heard = null;
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            while (heard == null && deadlineNanos - System.nanoTime() > 0) {
              assertThat(after.ask()).isTrue();
              heard = after.awaitClaim(TimeUnit.MILLISECONDS.toNanos(200));
            }
            assertThat(heard).isNotNull();
            assertThat(probe.awaitClaim(0)).isNull();
          }
        });
  }

  @Test
  void shouldAskInAnothersName() throws Exception {
    byte[] asker = HexFormat.of().parseHex("02004c414200");
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", 0x0806));
        LinuxAddressProbe probe =
            left.call(
                () ->
                    LinuxAddressProbe.open(
                        "left0", List.of(InetAddress.getByName("10.99.0.9")), asker))) {
      left.run(() -> assertThat(probe.ask()).isTrue());

      assertThat(HexFormat.of().formatHex(tap.frame()))
          .isEqualTo(
              "ffffffffffff02004c4142000806"
                  + "0001080006040001"
                  + "02004c41420000000000"
                  + "0000000000000a630009");
    }
  }

  @Test
  void shouldSayWhyNobodyCanBeAsked() {
    assertThatThrownBy(() -> LinuxAddressProbe.open("none0", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no interface none0");
    assertThatThrownBy(() -> left.call(() -> LinuxAddressProbe.open("lo", List.of())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lo is no Ethernet interface");
  }

  private static String mac(String interfaceName) throws IOException {
    try (NetlinkClient netlink = NetlinkClient.open()) {
      LinkEntry link = Objects.requireNonNull(netlink.link(interfaceName));
      return HexFormat.ofDelimiter(":").formatHex(link.hardwareAddress());
    }
  }
}
