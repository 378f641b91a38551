package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mover makes of each thing that the Engine can answer. */
class DockerVipMoverTest {

  private static final String VIP = "10.231.7.100";
  private static final VipOutcome HELD = new VipOutcome.Held(false);
  private static final VipOutcome HELD_ALREADY = new VipOutcome.Held(true);
  private static final VipOutcome RELEASED = new VipOutcome.Released();
  private static final String CONNECT = "POST /networks/vip/connect";
  private static final String DISCONNECT = "POST /networks/vip/disconnect";

  private final VirtualAddress vip = new VirtualAddress(Literal.of(VIP), 24, "eth0");
  private Path folder = Path.of("");
  private FakeEngine engine;
  private VipMover mover;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    engine = FakeEngine.unix(folder).container("own").container("other");
    mover = mover(Map.of());
  }

  @AfterEach
  void end() throws IOException {
    mover.close();
    engine.close();
  }

  /** A mover that also has an IPv6 address. */
  private VirtualAddress startDualStack() {
    VirtualAddress six = new VirtualAddress(Literal.of("fd00:231:7::100"), 64, "eth0");
    mover.close();
    mover =
        new DockerVipMoverFactory()
            .create(
                List.of(vip, six),
                Map.of(
                    "network", "vip", "container", "own", "engine", engine.address().toString()));
    return six;
  }

  private VipMover mover(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("network", "vip");
    settings.put("container", "own");
    settings.put("engine", engine.address().toString());
    settings.put("timeout", "5s");
    settings.putAll(more);
    VipMover made = new DockerVipMoverFactory().create(List.of(vip), settings);
    engine.forgetRequests();
    return made;
  }

  private void again(Map<String, String> more) {
    mover.close();
    mover = mover(more);
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private VipOutcome acquire() throws Exception {
    return await(mover.acquire(vip));
  }

  private VipOutcome release() throws Exception {
    return await(mover.release(vip));
  }

  private static void assertFailed(VipOutcome outcome, String reason) {
    assertThat(outcome).isInstanceOf(VipOutcome.Failed.class);
    assertThat(((VipOutcome.Failed) outcome).reason()).contains(reason);
    assertThat(((VipOutcome.Failed) outcome).retryAfter())
        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
  }

  private static void assertRefused(VipOutcome outcome, String reason) {
    assertThat(outcome).isInstanceOf(VipOutcome.Refused.class);
    assertThat(((VipOutcome.Refused) outcome).reason()).contains(reason);
  }

  @Test
  @DisplayName("DK01 connect answers 200 and the inspection shows the address: Held")
  void shouldHoldWhatTheInspectionShows() throws Exception {
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(engine.changes()).containsExactly(CONNECT);
    assertThat(await(mover.inspect(vip))).isEqualTo(new VipHolder.Here());
  }

  @Test
  @DisplayName("DK01 connect answers 200 but the inspection shows no such address: Refused")
  void shouldNotBelieveAnAnswerThatTheInspectionContradicts() throws Exception {
    engine.next(CONNECT, 200, "fine");
    assertRefused(acquire(), "but not with 10.231.7.100");
  }

  @Test
  @DisplayName("DK01 what is held is not connected again")
  void shouldLeaveWhatIsHeldAlone() throws Exception {
    acquire();
    engine.forgetRequests();
    assertThat(acquire()).isEqualTo(HELD_ALREADY);
    assertThat(engine.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, endpoint with name own already exists in network vip",
    "409, container is already attached to network vip",
  })
  @DisplayName("DK02 already connected, with the same address: Held already")
  void shouldHoldWhatWasConnectedMeanwhile(int status, String message) throws Exception {
    engine.put("own", VIP, "");
    engine.nextRaw(
        "GET /containers/own", json("{\"Id\":\"x\",\"State\":{\"Status\":\"running\"}}"));
    engine.next(CONNECT, status, message);
    assertThat(acquire()).isEqualTo(HELD_ALREADY);
    assertThat(engine.changes()).containsExactly(CONNECT);
  }

  @Test
  @DisplayName("DK03 already connected with another address: disconnected and connected once")
  void shouldReplaceAnotherAddress() throws Exception {
    engine.put("own", "10.231.7.9", "");
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(engine.changes()).containsExactly(DISCONNECT, CONNECT);
  }

  @Test
  @DisplayName("DK03 already connected, and so again when taken off: Refused")
  void shouldRefuseWhatOneReconnectDoesNotMend() throws Exception {
    String message = "endpoint with name own already exists in network vip";
    engine.next(CONNECT, 403, message).next(CONNECT, 403, message);
    assertRefused(acquire(), message);
    assertThat(engine.changes()).containsExactly(CONNECT, DISCONNECT, CONNECT);
  }

  @Test
  @DisplayName("DK03 an endpoint that a crashed Engine left behind is cleared away")
  void shouldClearAwayAStaleEndpoint() throws Exception {
    engine.next(CONNECT, 403, "endpoint with name own already exists in network vip");
    engine.next(DISCONNECT, 200, "");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK03 the only network is never taken away")
  void shouldNotCutTheContainerOff() throws Exception {
    engine.put("own", "10.231.7.9", "");
    engine.leaveOtherNetwork("own");
    assertRefused(acquire(), "connect it to a second network too");
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  @DisplayName("DK04 another container has the address: Failed with its name, and soon again")
  void shouldWaitForTheOwner() throws Exception {
    engine.put("other", VIP, "");
    for (int attempt = 0; attempt <= OtherOwners.ATTEMPTS_BEFORE_FENCING; attempt++) {
      assertFailed(acquire(), "10.231.7.100 is still with container other");
    }
    assertThat(engine.changes()).containsOnly(CONNECT);
    assertThat(await(mover.inspect(vip))).isEqualTo(new VipHolder.Elsewhere("container other"));
    engine.takeOff("other");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK04 with fence = disconnect the owner is disconnected after some attempts")
  void shouldFenceTheOwner() throws Exception {
    again(Map.of("fence", "disconnect"));
    engine.put("other", VIP, "");
    for (int attempt = 1; attempt < OtherOwners.ATTEMPTS_BEFORE_FENCING; attempt++) {
      assertFailed(acquire(), "still with container other");
    }
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(engine.endpoint("other")).isEqualTo(FakeEngine.NOWHERE);
  }

  @Test
  @DisplayName("DK04 a release in between starts the waiting anew")
  void shouldNotFenceForOldAttempts() throws Exception {
    again(Map.of("fence", "disconnect"));
    engine.put("other", VIP, "");
    for (int attempt = 0; attempt < 2 * OtherOwners.ATTEMPTS_BEFORE_FENCING; attempt++) {
      assertFailed(acquire(), "still with container other");
      assertThat(release()).isEqualTo(RELEASED);
    }
    assertThat(engine.has("other", VIP)).isTrue();
  }

  @Test
  @DisplayName("DK04 an address that nobody seems to have is not fenced")
  void shouldFenceNobodyForAReservedAddress() throws Exception {
    again(Map.of("fence", "disconnect"));
    for (int attempt = 0; attempt < 2 * OtherOwners.ATTEMPTS_BEFORE_FENCING; attempt++) {
      engine.next(CONNECT, 403, "Address already in use");
      assertFailed(acquire(), "is it the gateway's?");
    }
  }

  @ParameterizedTest
  @CsvSource({"never, true", "disconnect, false"})
  @DisplayName("DK04 fence decides whether a killed container keeps its claim to the address")
  void shouldForgetAKilledOwner(String fence, boolean claims) throws Exception {
    again(Map.of("fence", fence));
    engine.put("other", VIP, "");
    engine.status("other", "exited");
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(engine.has("other", VIP)).isEqualTo(claims);
  }

  @ParameterizedTest
  @ValueSource(strings = {"network vip not found", "No such container: own"})
  @DisplayName("DK05 404 for network or container: Refused, and Released")
  void shouldRefuseWhatDoesNotExist(String message) throws Exception {
    engine.next(CONNECT, 404, message);
    assertRefused(acquire(), message);
    acquire();
    engine.next("GET /containers/own", 404, message);
    assertThat(release()).isEqualTo(RELEASED);
    engine.next("GET /containers/own", 404, message);
    assertThat(await(mover.inspect(vip))).isEqualTo(new VipHolder.Absent());
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid JSON",
    "403, container sharing network namespace with another container or host cannot be connected",
    "500, Invalid address 10.99.7.100: It does not belong to any of this network's subnets",
  })
  @DisplayName("DK06 a request that cannot work: Refused")
  void shouldRefuseWhatCannotWork(int status, String message) throws Exception {
    engine.next(CONNECT, status, message);
    assertRefused(acquire(), message);
  }

  @Test
  @DisplayName("DK07 500: Failed, and the next attempt succeeds")
  void shouldRetryAServerError() throws Exception {
    engine.next(CONNECT, 500, "iptables: resource temporarily unavailable");
    assertFailed(acquire(), "answered 500: iptables");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK07 a change whose answer is lost is seen by the inspection")
  void shouldSeeAChangeWhoseAnswerIsLost() throws Exception {
    engine.loseNextAnswer();
    assertThat(acquire()).isEqualTo(HELD);
    engine.loseNextAnswer();
    assertThat(release()).isEqualTo(RELEASED);
  }

  @Test
  @DisplayName("DK07 the Engine restarts: the mover finds it again")
  void shouldSurviveARestart() throws Exception {
    acquire();
    engine.close();
    assertFailed(acquire(), "cannot be reached");
    assertFailed(release(), "cannot be reached");
    assertThat(await(mover.inspect(vip))).isInstanceOf(VipHolder.Unknown.class);
    engine = FakeEngine.unix(folder).container("own");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK08 disconnect of what is not connected: Released")
  void shouldReleaseWhatIsGone() throws Exception {
    assertThat(release()).isEqualTo(RELEASED);
    acquire();
    engine.nextRaw("GET /containers/own", running(VIP));
    engine.takeOff("own");
    assertThat(release()).isEqualTo(RELEASED);
    assertThat(engine.changes()).contains(DISCONNECT);
  }

  @Test
  @DisplayName("DK08 an address of the container's own is left alone")
  void shouldLeaveItsOwnAddressAlone() throws Exception {
    engine.put("own", "10.231.7.9", "");
    assertThat(release()).isEqualTo(RELEASED);
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  @DisplayName("DK09 disconnect forbidden on a swarm-scoped network: Refused")
  void shouldRefuseASwarmNetwork() throws Exception {
    acquire();
    engine.next(DISCONNECT, 403, "operation not supported for swarm scoped networks");
    assertRefused(release(), "swarm scoped");
  }

  @Test
  @DisplayName("DK10 no socket: the start fails and says what to do")
  void shouldSayWhatToDoWithoutASocket() {
    assertThatThrownBy(() -> mover(Map.of("engine", "unix://" + folder.resolve("none.sock"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no " + folder.resolve("none.sock"))
        .hasMessageContaining("start the Docker Engine, mount its socket");
  }

  @Test
  @DisplayName("DK10 a socket that nobody listens on: the start fails")
  void shouldFailToStartWhenNobodyListens() throws IOException {
    Path file = Files.createFile(folder.resolve("dead.sock"));
    assertThatThrownBy(() -> mover(Map.of("engine", "unix://" + file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Docker Engine at unix://" + file);
  }

  @Test
  @DisplayName("DK05 no container of that name: the start fails")
  void shouldFailToStartWithoutItsContainer() {
    assertThatThrownBy(() -> mover(Map.of("container", "nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("docker mover: ")
        .hasMessageContaining("No such container: nobody");
  }

  @Test
  @DisplayName("DK11 an Engine that was downgraded refuses the version: agreed anew")
  void shouldAgreeOnAVersionAnew() throws Exception {
    acquire();
    engine.version("1.40");
    assertThat(acquire()).isEqualTo(HELD_ALREADY);
    assertThat(engine.requests()).contains("GET /_ping");
  }

  @Test
  @DisplayName("DK11 an Engine that refuses what it offers is asked without a version")
  void shouldAskWithoutAVersion() throws Exception {
    engine.next("GET /containers/own", 400, "client version 1.41 is too old. Minimum is 1.44");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK11 an Engine too old for the mover: the start fails")
  void shouldNotStartWithAnOldEngine() {
    engine.version("1.20");
    assertThatThrownBy(() -> mover(Map.of()))
        .hasMessageContaining("speaks version 1.20")
        .hasMessageContaining("at least 1.24");
  }

  @Test
  @DisplayName("DK12 a slow Engine: Failed in time, and what it did late is found")
  void shouldNotWaitForASlowEngine() throws Exception {
    again(Map.of("timeout", "2s"));
    engine.hang();
    assertFailed(acquire(), "has not answered within");
    engine.resume();
    assertThat(acquire()).isEqualTo(HELD);
  }

  @Test
  @DisplayName("DK12 the same over TCP")
  void shouldNotWaitForASlowEngineOverTcp() throws Exception {
    engine.close();
    engine = FakeEngine.tcp().container("own");
    again(Map.of("timeout", "2s"));
    engine.hang();
    assertFailed(acquire(), "has not answered within");
    engine.resume();
    assertThat(acquire()).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  @DisplayName("DK13 answers in chunks of any size are read")
  void shouldReadChunks(int bytes) throws Exception {
    engine.chunks(bytes);
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(release()).isEqualTo(RELEASED);
  }

  @Test
  @DisplayName("DK13 an answer without end is not read to its end")
  void shouldBoundAnAnswer() throws Exception {
    String endless = "x".repeat(BoundedHttpClient.CHANGE_BYTES + 1);
    engine.next(CONNECT, 500, endless);
    assertFailed(acquire(), "longer than 65536 bytes");
    assertThat(acquire()).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"Id\":\"x\"",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "",
      })
  @DisplayName("DK13 an answer that makes no sense: Failed")
  void shouldNotTripOverNonsense(String answer) throws Exception {
    for (int i = 0; i < 3; i++) { // the client may ask once more by itself
      engine.nextRaw("GET /containers/own", answer);
    }
    assertThat(acquire()).isInstanceOf(VipOutcome.Failed.class);
  }

  @Test
  void shouldNotConnectAContainerThatDoesNotRun() throws Exception {
    engine.status("own", "exited");
    assertFailed(acquire(), "container own does not run, it is exited");
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void shouldTakeAwayAtTheStartWhatAnEarlierLifeLeft() throws Exception {
    engine.put("own", VIP, "");
    again(Map.of());
    assertThat(engine.endpoint("own")).isEqualTo(FakeEngine.NOWHERE);
  }

  @Test
  void shouldKeepTheOtherFamilysAddress() throws Exception {
    VirtualAddress six = startDualStack();
    assertThat(acquire()).isEqualTo(HELD);
    assertThat(await(mover.acquire(six))).isEqualTo(HELD);
    assertThat(engine.has("own", VIP) && engine.has("own", "fd00:231:7::100")).isTrue();
    assertThat(release()).isEqualTo(RELEASED);
    assertThat(await(mover.inspect(six))).isEqualTo(new VipHolder.Here());
  }

  @Test
  void shouldNotDisturbWhatItHasForAnAddressThatAnotherHas() throws Exception {
    VirtualAddress six = startDualStack();
    acquire();
    engine.put("other", "10.231.7.8", "fd00:231:7::100");
    engine.forgetRequests();
    assertFailed(await(mover.acquire(six)), "still with container other");
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void shouldRefuseTwoAddressesOfAFamily() {
    VirtualAddress second = new VirtualAddress(Literal.of("10.231.7.101"), 24, "eth0");
    assertThatThrownBy(
            () ->
                new DockerVipMoverFactory()
                    .create(List.of(vip, second), Map.of("network", "vip", "container", "own")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make a router for each");
  }

  private static String json(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String running(String address) {
    return json(
        "{\"Id\":\"x\",\"State\":{\"Status\":\"running\"},\"NetworkSettings\":{\"Networks\":{"
            + "\"vip\":{\"IPAddress\":\""
            + address
            + "\"}}}}");
  }
}
