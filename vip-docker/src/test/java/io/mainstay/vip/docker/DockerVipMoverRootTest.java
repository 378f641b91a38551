package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a real Engine makes of the mover's calls, seen from inside its containers. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerVipMoverRootTest {

  private static final String VIP = "10.231.7.100";
  private static final VipOutcome HELD = new VipOutcome.Held(false);
  private static final VipOutcome HELD_ALREADY = new VipOutcome.Held(true);
  private static final VipOutcome RELEASED = new VipOutcome.Released();

  private final VirtualAddress vip = new VirtualAddress(Literal.of(VIP), 24, "eth0");
  private final VirtualAddress vip6 = new VirtualAddress(Literal.of("fd00:231:7::100"), 64, "eth0");
  private @Nullable DockerDaemon started;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
    started = DockerDaemon.start(folder);
  }

  private DockerDaemon engine() {
    return Objects.requireNonNull(started);
  }

  @AfterAll
  void end() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @BeforeEach
  void runContainers() {
    engine().run("lb1", "sleep 1000");
    engine().run("lb2", "sleep 1000");
  }

  @AfterEach
  void removeContainers() {
    engine().clear();
  }

  private VipMover mover(String container, Map<String, String> more, VirtualAddress... addresses) {
    Map<String, String> settings = new HashMap<>();
    settings.put("network", "vip");
    settings.put("container", container);
    settings.put("engine", engine().address().toString());
    settings.put("timeout", "30s");
    settings.putAll(more);
    return new DockerVipMoverFactory().create(List.of(addresses), settings);
  }

  private VipMover mover(String container) {
    return mover(container, Map.of(), vip);
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(180, TimeUnit.SECONDS);
  }

  private String addressesIn(String container) throws Exception {
    return engine().exec(container, "ip", "address");
  }

  @Test
  @DisplayName("DK01, DK02, DK08: acquire and release, each twice")
  void shouldBringTheAddressAndTakeItAway() throws Exception {
    try (VipMover mover = mover("lb1")) {
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(addressesIn("lb1")).contains(VIP + "/24");
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD_ALREADY);
      assertThat(await(mover.inspect(vip))).isEqualTo(new VipHolder.Here());
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(addressesIn("lb1")).doesNotContain(VIP).contains("10.231.8.");
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(await(mover.inspect(vip))).isEqualTo(new VipHolder.Absent());
    }
  }

  @Test
  void shouldMoveBothFamilies() throws Exception {
    try (VipMover mover = mover("lb1", Map.of(), vip, vip6)) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(await(mover.acquire(vip6))).isEqualTo(HELD);
      assertThat(addressesIn("lb1")).contains(VIP + "/24", "fd00:231:7::100/64");
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
      assertThat(addressesIn("lb1")).contains("fd00:231:7::100/64").doesNotContain(VIP);
      assertThat(await(mover.release(vip6))).isEqualTo(RELEASED);
    }
  }

  @Test
  @DisplayName("DK03 another address is replaced")
  void shouldReplaceAnotherAddress() throws Exception {
    engine().client().connectToNetworkCmd().withNetworkId("vip").withContainerId("lb1").exec();
    try (VipMover mover = mover("lb1")) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
      assertThat(addressesIn("lb1")).contains(VIP + "/24");
    }
  }

  @Test
  @DisplayName("DK04 the owner is waited for, and its release lets the address go")
  void shouldWaitForTheOwner() throws Exception {
    try (VipMover first = mover("lb1");
        VipMover second = mover("lb2")) {
      await(first.acquire(vip));
      assertThat(await(second.acquire(vip)).toString()).contains("still with container lb1");
      assertThat(await(second.inspect(vip))).isEqualTo(new VipHolder.Elsewhere("container lb1"));
      assertThat(await(second.release(vip))).isEqualTo(RELEASED);
      assertThat(await(first.inspect(vip))).isEqualTo(new VipHolder.Here());
      await(first.release(vip));
      assertThat(await(second.acquire(vip))).isEqualTo(HELD);
    }
  }

  @Test
  @DisplayName("DK04 with fence = disconnect the owner loses it")
  void shouldFenceTheOwner() throws Exception {
    try (VipMover first = mover("lb1");
        VipMover second = mover("lb2", Map.of("fence", "disconnect"), vip)) {
      await(first.acquire(vip));
      VipOutcome outcome = await(second.acquire(vip));
      for (int i = 1; i < OtherOwners.ATTEMPTS_BEFORE_FENCING; i++) {
        assertThat(outcome).isInstanceOf(VipOutcome.Failed.class);
        outcome = await(second.acquire(vip));
      }
      assertThat(outcome).isEqualTo(HELD);
      assertThat(addressesIn("lb1")).doesNotContain(VIP);
      assertThat(addressesIn("lb2")).contains(VIP);
    }
  }

  @Test
  @DisplayName("DK05 network or container that does not exist: Refused")
  void shouldRefuseWhatDoesNotExist() throws Exception {
    try (VipMover mover = mover("lb1", Map.of("network", "nowhere"), vip)) {
      assertThat(await(mover.acquire(vip)))
          .isInstanceOf(VipOutcome.Refused.class)
          .asString()
          .contains("network nowhere not found");
    }
    try (VipMover mover = mover("lb1")) {
      await(mover.acquire(vip));
      engine().clear();
      assertThat(await(mover.acquire(vip))).isInstanceOf(VipOutcome.Refused.class);
      assertThat(await(mover.release(vip))).isEqualTo(RELEASED);
    }
  }

  @Test
  @DisplayName("DK06 an address that is not the network's: Refused")
  void shouldRefuseAnAddressOfAnotherNetwork() throws Exception {
    VirtualAddress foreign = new VirtualAddress(Literal.of("10.99.0.1"), 24, "eth0");
    try (VipMover mover = mover("lb1", Map.of(), foreign)) {
      assertThat(await(mover.acquire(foreign)))
          .isInstanceOf(VipOutcome.Refused.class)
          .asString()
          .contains("does not belong to any of this network's subnets");
    }
  }

  @Test
  @DisplayName("DK04 the gateway's address is in use by no container")
  void shouldNameTheGateway() throws Exception {
    VirtualAddress gateway = new VirtualAddress(Literal.of("10.231.7.1"), 24, "eth0");
    try (VipMover mover = mover("lb1", Map.of("fence", "disconnect"), gateway)) {
      assertThat(await(mover.acquire(gateway)).toString()).contains("is it the gateway's?");
    }
  }

  @Test
  @DisplayName("DK12 a frozen Engine: Failed in time, and right again afterwards")
  void shouldNotHangWithTheEngine() throws Exception {
    try (VipMover mover = mover("lb1", Map.of("timeout", "5s"), vip)) {
      engine().signal("STOP");
      try {
        assertThat(await(mover.acquire(vip)).toString()).contains("has not answered within");
        assertThat(await(mover.inspect(vip))).isInstanceOf(VipHolder.Unknown.class);
      } finally {
        engine().signal("CONT");
      }
    }
    try (VipMover mover = mover("lb1")) {
      assertThat(await(mover.acquire(vip))).isEqualTo(HELD);
    }
  }

  @Test
  void shouldTakeAwayAtTheStartWhatAnEarlierLifeLeft() throws Exception {
    try (VipMover first = mover("lb1")) {
      await(first.acquire(vip));
    }
    try (VipMover second = mover("lb1")) {
      assertThat(await(second.inspect(vip))).isEqualTo(new VipHolder.Absent());
    }
  }

  @Test
  void shouldLetAKilledHolderStartAgain() throws Exception {
    try (VipMover first = mover("lb1");
        VipMover second = mover("lb2", Map.of("fence", "disconnect"), vip)) {
      await(first.acquire(vip));
      engine().client().killContainerCmd("lb1").exec();
      assertThat(await(first.acquire(vip)).toString()).contains("does not run, it is exited");
      assertThat(await(second.acquire(vip))).isEqualTo(HELD);

      engine().client().startContainerCmd("lb1").exec();

      assertThat(addressesIn("lb1")).doesNotContain(VIP);
    }
  }
}
