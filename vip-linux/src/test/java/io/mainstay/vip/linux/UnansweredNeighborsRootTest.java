package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.spi.InterfaceState;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real kernel, in network namespaces of the test's own. */
@Tag("root")
class UnansweredNeighborsRootTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private NetworkNamespace.Pair hosts;
  private NetworkNamespace left;
  private NetworkNamespace right;

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespace.Pair.create();
    left = hosts.left();
    right = hosts.right();
    for (String family : List.of("ipv4", "ipv6")) {
      // Without the mover's help the kernel would not ask again while this test runs.
      left.run(
          () ->
              Files.writeString(
                  Path.of("/proc/sys/net/" + family + "/neigh/left0/retrans_time_ms"), "600000"));
    }
    right.run(
        () -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/right0/keep_addr_on_down"), "1"));
  }

  @AfterEach
  void close() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"10.99.0.2, 10.99.0.9, 32", "fd99::2, fd99::9, 128"})
  void shouldReachAtOnceWhatWasAskedForWhileTheLinkWasDead(
      String neighbor, String address, int prefix) throws Exception {
    VirtualAddress vip = new VirtualAddress(InetAddress.getByName(address), prefix, "left0");
    right.ip("link set right0 down");
    left.run(() -> awaitLink(false));
    left.run(() -> send(neighbor));
    right.ip("link set right0 up");
    left.run(() -> awaitLink(true));
    assertThat(left.ip("neigh show to " + neighbor)).contains("INCOMPLETE");

    try (VipMover mover =
        left.call(
            () -> new LinuxVipMoverFactory().create(List.of(vip), Map.of("form", "leased")))) {
      left.run(
          () -> {
            try (NetlinkClient netlink = NetlinkClient.open()) {
              acquireUntilAnswered(mover, vip, netlink, InetAddress.getByName(neighbor));
            }
          });
    }
  }

  /** Again and again, for a host whose link just came up may miss the first question. */
  private static void acquireUntilAnswered(
      VipMover mover, VirtualAddress vip, NetlinkClient netlink, InetAddress neighbor)
      throws Exception {
    long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
    do {
      assertThat(deadlineNanos - System.nanoTime()).as("answered in time").isPositive();
      assertThat(await(mover.acquire(vip))).isEqualTo(new VipOutcome.Held(false));
      assertThat(await(mover.release(vip))).isEqualTo(new VipOutcome.Released());
    } while (!answered(netlink, neighbor));
  }

  private static boolean answered(NetlinkClient netlink, InetAddress neighbor) throws Exception {
    return netlink.neighbors().stream()
        .anyMatch(entry -> entry.address().equals(neighbor) && !entry.unanswered());
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void send(String neighbor) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(neighbor), 9));
    }
  }

  private static void awaitLink(boolean carrier) throws Exception {
    try (LinuxVrrpIo io = LinuxVrrpIo.open()) {
      long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
      InterfaceState state = io.monitor().query("left0");
      while (state.up() != carrier) {
        assertThat(deadlineNanos - System.nanoTime()).as("link seen in time").isPositive();
        io.transport().await(TimeUnit.MILLISECONDS.toNanos(100));
        io.monitor().poll(ignored -> {});
        state = io.monitor().query("left0");
      }
    }
  }
}
