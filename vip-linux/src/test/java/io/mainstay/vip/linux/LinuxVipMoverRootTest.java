package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.spi.InterfaceState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real kernel, in a network namespace of the test's own. */
@Tag("root")
class LinuxVipMoverRootTest {
  private static final VipOutcome HELD = new VipOutcome.Held(false);
  private static final VipOutcome HELD_ALREADY = new VipOutcome.Held(true);
  private static final VipOutcome RELEASED = new VipOutcome.Released();
  private static final VipHolder HERE = new VipHolder.Here();
  private static final VipHolder ABSENT = new VipHolder.Absent();

  private NetworkNamespace.Pair hosts;
  private NetworkNamespace left;

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespace.Pair.create();
    left = hosts.left();
  }

  @AfterEach
  void close() throws Exception {
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

  private static void needTun() {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
  }

  @ParameterizedTest
  @CsvSource({
    "process-bound, 10.99.0.9, 24, inet 10.99.0.9/32",
    "leased,        10.99.0.9, 32, inet 10.99.0.9/32",
    "leased,        10.99.0.9, 24, inet 10.99.0.9/24",
    "leased,        fd99::9,  128, inet6 fd99::9/128",
    "permanent,     10.99.0.9, 32, inet 10.99.0.9/32",
    "permanent,     fd99::9,  128, inet6 fd99::9/128",
  })
  @DisplayName("leases: every form")
  void shouldHoldAndReleaseInEachForm(String form, String address, int prefix, String shown)
      throws Exception {
    needTun();
    VirtualAddress vip = vip(address, prefix);
    try (VipMover mover = mover(Map.of("form", form), vip)) {
      assertThat(await(mover.inspect(vip))).isEqualTo(ABSENT);
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(left.ip("address show")).contains(shown);
      assertThat(await(mover.inspect(vip))).isEqualTo(HERE);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD_ALREADY);
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(await(mover.inspect(vip))).isEqualTo(ABSENT);
      assertThat(left.ip("address show")).doesNotContain(shown);
    }
  }

  @Test
  @DisplayName("NL14 NL15 IPv6: no duplicate detection, never the source")
  void shouldNeverOfferAnIpv6AddressAsSource() throws Exception {
    VirtualAddress vip = vip("fd99::9", 128);
    try (VipMover mover = mover(Map.of(), vip)) {
      await(mover.acquire(vip));

      assertThat(left.ip("-6 address show to fd99::9"))
          .contains("deprecated", "nodad", "valid_lft 2sec preferred_lft 0sec");
      assertThat(left.ip("-6 route get fd99::2")).contains("src fd99::1");
    }
  }

  @Test
  @DisplayName("NL15 IPv4: never the source")
  void shouldKeepTheInterfacesOwnAddressAsSource() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(Map.of("form", "leased"), vip)) {
      await(mover.acquire(vip));

      assertThat(left.ip("-4 route get 10.99.0.2")).contains("src 10.99.0.1");
    }
  }

  @Test
  @DisplayName("leases: process-bound by default, and answered for on the LAN")
  void shouldBeReachedByANeighbourWhenProcessBound() throws Exception {
    needTun();
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(Map.of(), vip)) {
      await(mover.acquire(vip));
      assertThat(left.ip("address show dev mainstay0"))
          .contains("inet 10.99.0.9/32")
          .doesNotContain("inet6");

      try (ServerSocket server = left.call(() -> new ServerSocket(0, 1, vip.address()));
          Socket client = hosts.right().call(() -> connect(vip, server.getLocalPort()))) {
        assertThat(client.isConnected()).isTrue();
      }
    }
    assertThat(left.ip("link show")).doesNotContain("mainstay0");
  }

  private static Socket connect(VirtualAddress vip, int port) throws Exception {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(vip.address(), port), 5_000);
    return socket;
  }

  @Test
  @DisplayName("leases: leased where arp_ignore forbids process-bound")
  void shouldLeaseWhenTheKernelWouldNotAnswerForAnotherDevice() throws Exception {
    left.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/left0/arp_ignore"), "1"));
    VirtualAddress vip = vip("10.99.0.9", 32);

    try (VipMover mover = mover(Map.of(), vip)) {
      await(mover.acquire(vip));
      assertThat(left.ip("address show dev left0")).contains("10.99.0.9/32", "valid_lft 2sec");
    }
    assertThatThrownBy(() -> mover(Map.of("form", "process-bound"), vip))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("arp_ignore is 1")
        .hasMessageContaining("form = auto");
  }

  @Test
  void shouldGiveUpAnAddressThatASettingMadeUnreachable() throws Exception {
    needTun();
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(Map.of("form", "process-bound"), vip)) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      left.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/all/arp_ignore"), "1"));

      VipOutcome outcome = await(mover.acquire(vip));

      assertThat(outcome).isInstanceOf(VipOutcome.Refused.class);
      assertThat(outcome.toString()).contains("arp_ignore is 1 now");
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
    }
  }

  @Test
  void shouldMendTheDeviceThatSomeoneTookAway() throws Exception {
    needTun();
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(Map.of("form", "process-bound"), vip)) {
      await(mover.acquire(vip));
      left.ip("link set mainstay0 down");
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD_ALREADY);
      assertThat(left.ip("route get 10.99.0.9")).contains("local 10.99.0.9 dev lo");

      left.ip("link delete mainstay0");
      assertThat(await(mover.inspect(vip))).isEqualTo(ABSENT);
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(left.ip("address show dev mainstay0")).contains("inet 10.99.0.9/32");
    }
    assertThat(left.ip("link show")).doesNotContain("mainstay0");
  }

  @Test
  @DisplayName("leases: lost when not renewed")
  void shouldLoseALeaseThatIsNotRenewedAndKeepOneThatIs() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    left.run(
        () -> {
          try (VipMover mover =
                  new LinuxVipMoverFactory()
                      .create(List.of(vip), Map.of("form", "leased", "lease", "1"));
              LinuxVrrpIo io = LinuxVrrpIo.open()) {
            io.monitor().query("left0");
            await(mover.acquire(vip));
            long renewUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
            while (renewUntilNanos - System.nanoTime() > 0) {
              io.transport().await(TimeUnit.MILLISECONDS.toNanos(100));
              io.monitor().poll(state -> {});
              assertThat(await(mover.acquire(vip))).isEqualTo(HELD_ALREADY);
            }
            long stoppedNanos = System.nanoTime();
            assertThat(untilGone(io, vip) - stoppedNanos)
                .isLessThan(TimeUnit.MILLISECONDS.toNanos(2_500));
            assertThat(await(mover.inspect(vip))).isEqualTo(ABSENT);
          }
        });
  }

  /** When the monitor saw that the address left the interface. */
  private static long untilGone(LinuxVrrpIo io, VirtualAddress vip) {
    List<InterfaceState> states = new ArrayList<>(List.of(io.monitor().query("left0")));
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (states.get(states.size() - 1).addresses().contains(vip.address())) {
      assertThat(deadlineNanos - System.nanoTime()).as("gone in time").isPositive();
      io.transport().await(deadlineNanos - System.nanoTime());
      io.monitor().poll(states::add);
    }
    return System.nanoTime();
  }

  @ParameterizedTest
  @CsvSource({
    "process-bound, 10.99.0.9, 32, KILL, 500",
    "leased,        10.99.0.9, 32, KILL, 2500",
    "leased,        10.99.0.9, 32, STOP, 2500",
    "leased,        fd99::9,  128, KILL, 2500",
    "leased,        fd99::9,  128, STOP, 2500",
  })
  @DisplayName("leases: an address does not outlive its process")
  void shouldNotOutliveAKilledOrStoppedProcess(
      String form, String address, int prefix, String signal, long millis) throws Exception {
    needTun();
    VirtualAddress vip = vip(address, prefix);
    String device = form.equals("process-bound") ? "mainstay0" : "left0";
    left.run(
        () -> {
          Process keeper = AddressKeeper.start(form, vip);
          try (LinuxVrrpIo io = LinuxVrrpIo.open()) {
            assertThat(io.monitor().query(device).addresses()).contains(vip.address());

            signal(keeper, signal);
            long killedNanos = System.nanoTime();
            while (io.monitor().query(device).addresses().contains(vip.address())) {
              assertThat(System.nanoTime() - killedNanos)
                  .isLessThan(TimeUnit.MILLISECONDS.toNanos(millis));
              io.transport().await(TimeUnit.MILLISECONDS.toNanos(20));
              io.monitor().poll(state -> {});
            }
          } finally {
            keeper.destroyForcibly().waitFor();
          }
        });
  }

  private static void signal(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  @DisplayName("NL16 only what is marked as ours is removed at the start")
  void shouldRemoveWhatAnEarlierRunLeftAndNothingElse() throws Exception {
    VirtualAddress ipv4 = vip("10.99.0.9", 32);
    VirtualAddress ipv6 = vip("fd99::9", 128);
    VirtualAddress foreign = vip("10.99.0.10", 32);
    left.ip("address add 10.99.0.10/32 dev left0");
    try (VipMover first = mover(Map.of("form", "permanent"), ipv4, ipv6)) {
      await(first.acquire(ipv4));
      await(first.acquire(ipv6));
    }
    assertThat(left.ip("address show dev left0")).contains("10.99.0.9/32", "fd99::9/128");

    try (VipMover second = mover(Map.of("form", "leased"), ipv4, ipv6, foreign)) {
      assertThat(left.ip("address show dev left0"))
          .doesNotContain("10.99.0.9/32", "fd99::9/128")
          .contains("10.99.0.1/24", "10.99.0.10/32");
      assertThat(await(second.acquire(foreign))).isEqualTo(HELD_ALREADY);
      assertThat(await(second.release(foreign))).isInstanceOf(VipOutcome.Refused.class);
      assertThat(left.ip("address show dev left0")).contains("10.99.0.10/32");
    }
  }

  @Test
  @DisplayName("NL17 a removed address comes back")
  void shouldNoticeThatSomeoneRemovedTheAddress() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(Map.of("form", "permanent"), vip)) {
      await(mover.acquire(vip));
      left.ip("address delete 10.99.0.9/32 dev left0");

      assertThat(await(mover.inspect(vip))).isEqualTo(ABSENT);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      left.ip("address delete 10.99.0.9/32 dev left0");
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
    }
  }

  @ParameterizedTest
  @CsvSource({"auto", "leased"})
  @DisplayName("NL12 an interface that comes later")
  void shouldRefuseAnInterfaceThatDoesNotExistAndGoOnWhenItDoes(String form) throws Exception {
    VirtualAddress vip = new VirtualAddress(InetAddress.getByName("10.98.0.9"), 32, "late0");
    try (VipMover mover = mover(Map.of("form", form), vip)) {
      assertThat(await(mover.acquire(vip)))
          .isEqualTo(new VipOutcome.Refused("there is no interface late0"));
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);

      left.ip("link add late0 type veth peer name late1");
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
    }
  }

  @Test
  @DisplayName("NL03 what went with its subnet's first address comes back")
  void shouldPutBackWhatTheKernelRemovedWithAPrimary() throws Exception {
    left.run(
        () -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/left0/promote_secondaries"), "0"));
    left.run(
        () -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/all/promote_secondaries"), "0"));
    VirtualAddress primary = vip("10.98.0.9", 24);
    VirtualAddress secondary = vip("10.98.0.10", 24);
    try (VipMover mover = mover(Map.of("form", "permanent"), primary, secondary)) {
      await(mover.acquire(primary));
      await(mover.acquire(secondary));

      assertThat(await(mover.release(primary))).isEqualTo(RELEASED);

      assertThat(await(mover.inspect(secondary))).isEqualTo(ABSENT);
      assertThat(await(mover.acquire(secondary))).isEqualTo(HELD);
      assertThat(await(mover.release(secondary))).isEqualTo(RELEASED);
    }
  }

  @Test
  void shouldSayThatIpv6IsSwitchedOff() throws Exception {
    left.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/left0/disable_ipv6"), "1"));
    VirtualAddress vip = vip("fd99::9", 128);
    try (VipMover mover = mover(Map.of(), vip)) {
      VipOutcome outcome = await(mover.acquire(vip));

      assertThat(outcome).isInstanceOf(VipOutcome.Refused.class);
      assertThat(outcome.toString()).contains("disable_ipv6");
    }
  }

  @Test
  void shouldGiveEveryFileBack() throws Exception {
    needTun();
    VirtualAddress vip = vip("10.99.0.9", 32);
    int before = OpenFiles.count();
    for (int i = 0; i < 20; i++) {
      try (VipMover mover = mover(Map.of(), vip)) {
        await(mover.acquire(vip));
      }
      assertThatThrownBy(() -> mover(Map.of("form", "process-bound"), vip, vip("fd99::9", 128)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(OpenFiles.count()).isLessThan(before + 10);
  }
}
