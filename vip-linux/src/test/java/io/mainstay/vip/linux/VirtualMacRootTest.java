package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("root")
class VirtualMacRootTest {
  private static final VipOutcome HELD = new VipOutcome.Held(false);
  private static final VipOutcome HELD_ALREADY = new VipOutcome.Held(true);
  private static final VipOutcome RELEASED = new VipOutcome.Released();

  /** With leases that a busy machine does not miss. */
  private static final Map<String, String> IPV4 = Map.of("virtual-mac", "ipv4/51", "lease", "60");

  private static final Map<String, String> IPV6 = Map.of("virtual-mac", "ipv6/51", "lease", "60");
  private static final String MAC4 = "00:00:5e:00:01:33";
  private static final String MAC6 = "00:00:5e:00:02:33";
  private static final int ARP = 0x0806;

  private NetworkNamespace.Pair hosts;
  private NetworkNamespace left;
  private NetworkNamespace right;

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespace.Pair.create();
    left = hosts.left();
    right = hosts.right();
    left.assumeNfTables();
    right.assumeCommand("ping");
  }

  @AfterEach
  void close() {
    if (hosts != null) {
      hosts.close();
    }
  }

  private static VirtualAddress vip(String address, int prefix) throws Exception {
    return new VirtualAddress(InetAddress.getByName(address), prefix, "left0");
  }

  private VipMover mover(Map<String, String> settings, VirtualAddress... addresses)
      throws Exception {
    return left.call(() -> new LinuxVipMoverFactory().create(List.of(addresses), settings));
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** A connection from the other host; its kernel then knows who answered. */
  private void connect(VirtualAddress vip) throws Exception {
    try (ServerSocket server = left.call(() -> new ServerSocket(0, 1, vip.address()));
        Socket client =
            right.call(
                () -> {
                  Socket socket = new Socket();
                  socket.connect(new InetSocketAddress(vip.address(), server.getLocalPort()), 5000);
                  return socket;
                })) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"10.99.0.9, 24", "10.99.0.9, 32"})
  @DisplayName("NL18 the macvlan answers, its interface does not")
  void shouldAnswerArpWithTheVirtualMacAndNeverClaimTheAddressForAnother(String address, int prefix)
      throws Exception {
    VirtualAddress vip = vip(address, prefix);
    try (VipMover mover = mover(IPV4, vip);
        FrameTap arp = right.call(() -> FrameTap.open("right0", ARP))) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD_ALREADY);
      assertThat(left.ip("-d address show dev vrrp4-51"))
          .contains("UP", MAC4, "macvlan mode bridge", "inet 10.99.0.9/32")
          .doesNotContain("inet6", "forever");

      connect(vip);
      // Now the answer needs a question first, which must not be asked in the virtual name.
      left.ip("neighbour flush all");
      connect(vip);

      assertThat(right.ip("neighbour show 10.99.0.9")).contains(MAC4);
      while (!arp.isEmpty()) {
        assertThat(misleads(arp.frame())).isFalse();
      }
    }
  }

  /** Whether an ARP frame says that 10.99.0.9 has another MAC address than the virtual one. */
  private static boolean misleads(byte[] frame) {
    return HexFormat.of().formatHex(frame, 28, 32).equals("0a630009")
        && !HexFormat.ofDelimiter(":").formatHex(frame, 22, 28).equals(MAC4);
  }

  @Test
  void shouldAnswerNeighborSolicitationsWithTheVirtualMac() throws Exception {
    VirtualAddress linkLocal = vip("fe80::51", 128);
    VirtualAddress global = vip("fd99::9", 128);
    try (VipMover mover = mover(IPV6, linkLocal, global)) {
      await(mover.acquire(linkLocal));
      await(mover.acquire(global));
      assertThat(left.ip("address show dev vrrp6-51"))
          .contains(MAC6, "inet6 fe80::51/64", "inet6 fd99::9/128")
          .doesNotContain("inet ");

      right.run(() -> ping("fd99::9"));
      left.ip("neighbour flush all");
      right.run(() -> ping("fd99::9"));
      right.run(() -> ping("fe80::51%right0"));

      assertThat(right.ip("neighbour show fd99::9")).contains(MAC6);
      assertThat(right.ip("neighbour show fe80::51")).contains(MAC6);
    }
  }

  private static void ping(String address) throws Exception {
    Process ping = new ProcessBuilder("ping", "-c", "1", "-W", "5", address).start();
    assertThat(ping.waitFor()).as("ping " + address).isZero();
  }

  @Test
  void shouldBeThereButSilentWhileNothingIsHeld() throws Exception {
    VirtualAddress one = vip("10.99.0.9", 32);
    VirtualAddress two = vip("10.99.0.10", 32);
    try (VipMover mover = mover(IPV4, one, two)) {
      assertThat(left.ip("link show vrrp4-51")).contains("state DOWN", MAC4);

      await(mover.acquire(one));
      await(mover.acquire(two));
      assertThat(await(mover.release(one))).isEqualTo(RELEASED);
      assertThat(left.ip("link show vrrp4-51")).contains("UP,");
      assertThat(await(mover.inspect(two))).isInstanceOf(VipHolder.Here.class);
      assertThat(await(mover.release(two))).isEqualTo(RELEASED);

      assertThat(left.ip("address show")).doesNotContain("10.99.0.9/", "10.99.0.10/");
      assertThat(left.ip("link show vrrp4-51")).contains("state DOWN");
      assertThat(await(mover.acquire(one))).isEqualTo(HELD);
    }
    assertThat(left.ip("link show")).doesNotContain("vrrp4-51");
  }

  @Test
  @DisplayName("NL18 no setting of the host is changed")
  void shouldLeaveTheHostAsItWas() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    String settings = settings();
    try (VipMover mover = mover(IPV4, vip)) {
      await(mover.acquire(vip));

      assertThat(settings()).isEqualTo(settings);
    }
    assertThat(settings()).isEqualTo(settings);
    // The table is gone: the interface answers again for what is on another device.
    left.ip("address add 10.99.0.9/32 dev lo");
    right.run(() -> ping("10.99.0.9"));
  }

  private String settings() throws Exception {
    return left.call(
        () -> {
          StringBuilder all = new StringBuilder();
          for (String family : List.of("ipv4", "ipv6")) {
            for (String name : List.of("all", "default", "left0")) {
              Path directory = Path.of("/proc/sys/net", family, "conf", name);
              for (String setting :
                  List.of("arp_ignore", "arp_announce", "arp_filter", "rp_filter", "forwarding")) {
                Path file = directory.resolve(setting);
                if (Files.exists(file)) {
                  all.append(file).append(' ').append(Files.readString(file));
                }
              }
            }
          }
          return all.append(left0()).toString();
        });
  }

  private static String left0() throws Exception {
    try (NetlinkClient netlink = NetlinkClient.open()) {
      LinkEntry link = Objects.requireNonNull(netlink.link("left0"));
      return link.flags() + " " + HexFormat.of().formatHex(link.hardwareAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({"KILL, 10.99.0.9, ipv4/51, vrrp4-51", "KILL, fd99::9, ipv6/51, vrrp6-51"})
  void shouldDieWithTheProcessAndBeMadeAnew(
      String signal, String address, String setting, String device) throws Exception {
    VirtualAddress vip = vip(address, address.contains(":") ? 128 : 32);
    left.run(
        () -> {
          Process keeper = AddressKeeper.start("leased", vip, "virtual-mac=" + setting);
          try (LinuxVrrpIo io = LinuxVrrpIo.open()) {
            assertThat(io.monitor().query(device).addresses()).contains(vip.address());
            Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(keeper.pid())).start();
            assertThat(kill.waitFor()).isZero();
            long killedNanos = System.nanoTime();
            while (io.monitor().query(device).addresses().contains(vip.address())) {
              assertThat(System.nanoTime() - killedNanos)
                  .isLessThan(TimeUnit.MILLISECONDS.toNanos(2500));
              io.transport().await(TimeUnit.MILLISECONDS.toNanos(20));
              io.monitor().poll(state -> {});
            }
          } finally {
            keeper.destroyForcibly().waitFor();
          }
        });
    assertThat(left.ip("link show " + device)).contains("UP,");

    try (VipMover mover = mover(Map.of("virtual-mac", setting), vip)) {
      assertThat(left.ip("link show " + device)).contains("state DOWN");
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
    }
    assertThat(left.ip("link show")).doesNotContain(device);
  }

  @Test
  void shouldRemoveWhatAKilledProcessLeftAlsoWithoutAVirtualMac() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    left.run(
        () ->
            AddressKeeper.start("leased", vip, "virtual-mac=ipv4/51").destroyForcibly().waitFor());
    left.ip("link add stranger link left0 address 00:00:5e:00:01:34 type macvlan");
    assertThat(left.ip("link show")).contains("vrrp4-51");

    try (VipMover used = mover(Map.of("virtual-mac", "ipv4/53"), vip("10.99.0.8", 32));
        VipMover plain = mover(Map.of("form", "leased"), vip)) {
      assertThat(left.ip("link show")).doesNotContain("vrrp4-51").contains("vrrp4-53", "stranger");
      assertThat(await(plain.acquire(vip))).isEqualTo(HELD);
      assertThat(await(used.acquire(vip("10.99.0.8", 32)))).isEqualTo(HELD);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "link add vrrp4-51 type bridge",
    "link add vrrp4-51 link left0 address 02:00:00:00:00:01 type macvlan",
    "link add vrrp4-51 link left0 address 00:00:5e:00:01:34 type macvlan",
    "link add vrrp4-51 address 00:00:5e:00:01:33 type bridge"
  })
  void shouldRefuseTheNameOfAnothersDeviceAndLeaveItAlone(String command) throws Exception {
    left.ip(command);
    String before = left.ip("link show vrrp4-51");

    assertThatThrownBy(() -> mover(IPV4, vip("10.99.0.9", 32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vrrp4-51, which another device has")
        .hasMessageNotContaining("\n");

    assertThat(left.ip("link show vrrp4-51")).isEqualTo(before);
  }

  @Test
  void shouldNotDeleteADeviceThatSomeoneExchanged() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(IPV4, vip)) {
      left.ip("link delete vrrp4-51");
      left.ip("link add vrrp4-51 type bridge");

      VipOutcome outcome = await(mover.acquire(vip));

      assertThat(outcome).isInstanceOf(VipOutcome.Failed.class);
      assertThat(outcome.toString()).contains("rename or delete that device");
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
    }
    assertThat(left.ip("link show vrrp4-51")).contains("state DOWN");
  }

  @Test
  void shouldGiveTheSameVridOnAnotherInterfaceANameOfItsOwn() throws Exception {
    left.ip("link add other0 type veth peer name other1");
    left.ip("link set other0 up");
    left.ip("link set other1 up");
    VirtualAddress vip = vip("10.99.0.9", 32);
    VirtualAddress other = new VirtualAddress(InetAddress.getByName("10.98.0.9"), 24, "other0");
    try (VipMover first = mover(IPV4, vip);
        VipMover second = mover(IPV4, other)) {
      assertThat(await(first.acquire(vip))).isEqualTo(HELD);
      assertThat(await(second.acquire(other))).isEqualTo(HELD);

      assertThat(left.ip("-4 address show dev vrrp4-51")).contains("vrrp4-51@left0", "10.99.0.9");
      assertThat(left.ip("-4 address show to 10.98.0.9"))
          .containsPattern("vrrp4-51-\\d+@other0")
          .contains("10.98.0.9/24");
    }
    assertThat(left.ip("link show")).doesNotContain("vrrp4-");
  }

  @Test
  void shouldRefuseWhatAnotherProcessHas() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover first = mover(IPV4, vip)) {
      await(first.acquire(vip));

      assertThatThrownBy(() -> mover(IPV4, vip))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another process's");

      assertThat(await(first.acquire(vip))).isEqualTo(HELD_ALREADY);
      assertThat(left.ip("link show vrrp4-51")).contains("UP,");
    }
  }

  @Test
  void shouldRefuseAnAddressThatIsOnTheInterfaceItself() throws Exception {
    left.ip("address add 10.99.0.9/32 dev left0");

    assertThatThrownBy(() -> mover(IPV4, vip("10.99.0.9", 32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.99.0.9 is on left0 itself");
    assertThat(left.ip("link show")).doesNotContain("vrrp4-51");
  }

  @Test
  void shouldSayThatAnotherDeviceIsUpWithTheSameMac() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    left.ip("link add vrrp.51 link left0 address " + MAC4 + " type macvlan mode private");
    left.ip("link set vrrp.51 up");
    try (VipMover mover = mover(IPV4, vip)) {
      VipOutcome outcome = await(mover.acquire(vip));

      assertThat(outcome.toString()).contains("does another VRRP daemon run VRID 51 here?");
    }
    assertThat(left.ip("link show vrrp.51")).contains("UP,");
  }

  @Test
  void shouldGoWithItsInterfaceAndComeBackWithIt() throws Exception {
    left.ip("link add late0 type veth peer name late1");
    VirtualAddress vip = new VirtualAddress(InetAddress.getByName("10.98.0.9"), 24, "late0");
    try (VipMover mover = mover(IPV4, vip)) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      left.ip("link delete late0");

      assertThat(await(mover.acquire(vip)))
          .isEqualTo(new VipOutcome.Refused("there is no interface late0"));
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);

      left.ip("link add late0 type veth peer name late1");
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(left.ip("-4 address show dev vrrp4-51")).contains("10.98.0.9");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IPV4, 10.99.0.1, 10.99.0.9, 0x0800, 01005e000012 00005e000133",
    "IPV6, fe80::1,   fe80::51,  0x86dd, 333300000012 00005e000233"
  })
  @DisplayName("NL19 sent from the virtual MAC, heard on the interface")
  void shouldAdvertiseFromTheVirtualMacAndStillHearIt(
      AddressFamily family, String source, String address, int type, String addresses)
      throws Exception {
    byte[] own = InetAddress.getByName(source).getAddress();
    VirtualRouterConfig router =
        VirtualRouterConfig.builder("vip", "left0", 51)
            .addresses(InetAddress.getByName(address))
            .build();
    VirtualAddress vip = vip(address, family == AddressFamily.IPV4 ? 32 : 128);
    Map<String, String> settings = family == AddressFamily.IPV4 ? IPV4 : IPV6;
    byte[] message = HexFormat.of().parseHex("313364010064000000000000");
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", type));
        VipMover mover = mover(settings, vip);
        LinuxVrrpIo io = left.call(LinuxVrrpIo::open)) {
      io.useVirtualMac(router);
      left.run(() -> io.transport().open("left0", family));
      await(mover.acquire(vip));

      assertThat(io.transport().send("left0", family, own, message, message.length)).isTrue();

      byte[] frame = vrrp(tap, message);
      assertThat(HexFormat.of().formatHex(frame, 0, 12)).isEqualTo(addresses.replace(" ", ""));
      assertThat(HexFormat.of().formatHex(frame)).contains(HexFormat.of().formatHex(own));

      // Another master of the same router, whose frames come from the very same MAC address.
      right.run(() -> resend(frame, own));
      byte[] heard = new byte[1];
      io.transport().await(TimeUnit.SECONDS.toNanos(5));
      io.transport()
          .receive(datagram -> heard[0] = datagram.bytes[datagram.length - message.length], 1);
      assertThat(heard[0]).isEqualTo(message[0]);

      io.useInterfaceMac(router);
      assertThat(io.transport().send("left0", family, own, message, message.length)).isTrue();
      assertThat(HexFormat.of().formatHex(vrrp(tap, message), 6, 12)).doesNotStartWith("00005e00");
    }
  }

  private static byte[] vrrp(FrameTap tap, byte[] message) {
    String wanted = HexFormat.of().formatHex(message);
    byte[] frame = tap.frame();
    while (!HexFormat.of().formatHex(frame).endsWith(wanted)) {
      frame = tap.frame();
    }
    return frame;
  }

  /** Sends what was heard from another address, because the own one would be no other master. */
  private static void resend(byte[] frame, byte[] source) throws Exception {
    byte[] copy = frame.clone();
    if (source.length == 16) {
      copy[37] = 0x77;
    } else {
      // The other host's address, and the header's checksum less by as much.
      copy[29]++;
      copy[25]--;
    }
    try (NetlinkClient netlink = NetlinkClient.open();
        PacketSocket socket = PacketSocket.open(2048)) {
      LinkEntry link = Objects.requireNonNull(netlink.link("right0"));
      assertThat(socket.send(link.index(), copy, copy.length)).isTrue();
    }
  }

  @Test
  void shouldAnnounceTheVirtualMac() throws Exception {
    VirtualRouterConfig router =
        VirtualRouterConfig.builder("vip", "left0", 51)
            .addresses(InetAddress.getByName("10.99.0.9"))
            .build();
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", ARP));
        LinuxVrrpIo io = left.call(LinuxVrrpIo::open)) {
      io.useVirtualMac(router);

      assertThat(io.announcer().announce("left0", InetAddress.getByName("10.99.0.9"))).isTrue();
      assertThat(HexFormat.of().formatHex(tap.frame(), 0, 28))
          .isEqualTo("ffffffffffff00005e0001330806000108000604000100005e000133");

      assertThat(io.announcer().announce("left0", InetAddress.getByName("10.99.0.10"))).isTrue();
      assertThat(HexFormat.of().formatHex(tap.frame(), 6, 10)).isNotEqualTo("00005e00");
    }
  }

  @Test
  void shouldAllowWhatTheHostsSettingsDoAlready() throws Exception {
    left.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/left0/arp_ignore"), "1"));
    left.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/left0/arp_announce"), "2"));
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(IPV4, vip)) {
      await(mover.acquire(vip));
      connect(vip);
      left.ip("neighbour flush all");
      connect(vip);

      assertThat(right.ip("neighbour show 10.99.0.9")).contains(MAC4);
    }
  }

  @Test
  void shouldGiveEveryFileBack() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    int before = OpenFiles.count();
    for (int i = 0; i < 10; i++) {
      try (VipMover mover = mover(IPV4, vip)) {
        await(mover.acquire(vip));
      }
    }
    assertThat(OpenFiles.count()).isLessThan(before + 5);
  }
}
