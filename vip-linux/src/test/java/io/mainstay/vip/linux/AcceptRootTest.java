package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("root")
class AcceptRootTest {
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

  /** With a lease that a busy machine does not miss. */
  private static Map<String, String> settings(String virtualMac, boolean accept) {
    Map<String, String> settings = new HashMap<>();
    settings.put("lease", "60");
    settings.put("accept", Boolean.toString(accept));
    if (!virtualMac.isEmpty()) {
      settings.put("virtual-mac", virtualMac);
    }
    return settings;
  }

  private static VirtualAddress vip(String address, int prefix) throws Exception {
    return new VirtualAddress(InetAddress.getByName(address), prefix, "left0");
  }

  private VipMover mover(Map<String, String> settings, VirtualAddress... addresses)
      throws Exception {
    return left.call(() -> new LinuxVipMoverFactory().create(List.of(addresses), settings));
  }

  private static void await(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private boolean connects(String address) throws Exception {
    InetAddress to = InetAddress.getByName(address);
    try (ServerSocket server = left.call(() -> new ServerSocket(0, 1, to))) {
      return right.call(
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(new InetSocketAddress(to, server.getLocalPort()), 3000);
              return true;
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  private boolean pings(String address) throws Exception {
    return right.call(
        () ->
            new ProcessBuilder("ping", "-c", "1", "-W", "3", address)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'', false", "ipv4/51, true", "ipv4/51, false"})
  void shouldAnswerArpAndTakeWhatIsSentOnlyWhenItAccepts(String virtualMac, boolean accept)
      throws Exception {
    Map<String, String> settings = settings(virtualMac, accept);
    VirtualAddress vip = vip("10.99.0.9", 32);
    try (VipMover mover = mover(settings, vip)) {
      await(mover.acquire(vip));

      assertThat(pings("10.99.0.9")).as("echo").isEqualTo(accept);
      assertThat(connects("10.99.0.9")).as("TCP").isEqualTo(accept);
      assertThat(right.ip("neighbour show 10.99.0.9")).as("ARP").contains("lladdr");
      assertThat(connects("10.99.0.1")).as("the host's own address").isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'', false", "ipv6/51, true", "ipv6/51, false"})
  void shouldAnswerNeighborSolicitationsAndTakeWhatIsSentOnlyWhenItAccepts(
      String virtualMac, boolean accept) throws Exception {
    Map<String, String> settings = settings(virtualMac, accept);
    VirtualAddress linkLocal = vip("fe80::51", 64);
    VirtualAddress global = vip("fd99::9", 128);
    try (VipMover mover = mover(settings, linkLocal, global)) {
      await(mover.acquire(linkLocal));
      await(mover.acquire(global));

      assertThat(pings("fd99::9")).as("echo").isEqualTo(accept);
      assertThat(pings("fe80::51%right0")).as("link-local echo").isEqualTo(accept);
      assertThat(right.ip("neighbour show fd99::9")).as("NA").contains("lladdr");
      assertThat(right.ip("neighbour show fe80::51")).as("link-local NA").contains("lladdr");
      assertThat(pings("fd99::1")).as("the host's own address").isTrue();
    }
  }

  @Test
  void shouldDropNothingAfterTheEnd() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    mover(Map.of("accept", "false"), vip).close();
    left.ip("address add 10.99.0.9/32 dev left0");

    assertThat(pings("10.99.0.9")).isTrue();
  }

  @Test
  void shouldDropNothingAfterItWasKilled() throws Exception {
    VirtualAddress vip = vip("10.99.0.9", 32);
    Process keeper = left.call(() -> AddressKeeper.start("permanent", vip, "accept=false"));
    try {
      assertThat(pings("10.99.0.9")).isFalse();
    } finally {
      keeper.destroyForcibly().waitFor();
    }
    assertThat(left.ip("address show dev left0")).contains("10.99.0.9");
    assertThat(pings("10.99.0.9")).isTrue();
  }
}
