package io.mainstay.node.peer;

import static io.mainstay.node.peer.LinkThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.state.VrrpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerLinkTest {
  private static final PeerSecurity KEY = new PeerSecurity.SharedKey(PeerLinkChild.KEY);
  private static final PeerLinkLimits LIMITS = PeerLinkLimits.defaults();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Heard heardByA = new Heard();
  private final Heard heardByB = new Heard();
  private final AtomicReference<LocalState> stateOfA =
      new AtomicReference<>(Routers.vip(VrrpState.BACKUP, 100));
  private final AtomicReference<LocalState> stateOfB =
      new AtomicReference<>(Routers.vip(VrrpState.MASTER, 101));
  private InetSocketAddress a = Routers.endpoint(1);
  private InetSocketAddress b = Routers.endpoint(1);

  @BeforeEach
  void choosePorts() throws IOException {
    a = Ports.free();
    b = Ports.free();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void shouldTellEachOtherTheirRoutersWhenTheyConnect() throws Exception {
    PeerLink linkA = startA(b, KEY);
    PeerLink linkB = startB(a, KEY);

    heardByA.await("up");
    heardByB.await("up");
    await(() -> peerOf(linkA).router("vip").isPresent());
    await(() -> peerOf(linkB).router("vip").isPresent());

    assertThat(peerOf(linkA).name()).isEqualTo("b");
    assertThat(peerOf(linkA).sourceAddress("vip")).contains(Routers.address("10.42.0.101"));
    assertThat(peerOf(linkA).router("vip")).hasValue(vip(VrrpState.MASTER, 101));
    assertThat(peerOf(linkB).router("vip")).hasValue(vip(VrrpState.BACKUP, 100));
    await(() -> linkA.snapshot().get(0).roundTrip().isPresent());
  }

  @Test
  void shouldTellAChangeWhenItHappens() throws Exception {
    PeerLink linkA = startA(b, KEY);
    PeerLink linkB = startB(a, KEY);
    await(() -> peerOf(linkA).router("vip").isPresent());

    stateOfB.set(Routers.vip(VrrpState.FAULT, 101));
    linkB.changed();

    await(
        () -> peerOf(linkA).router("vip").map(RouterState::state).orElseThrow() == VrrpState.FAULT);
    stateOfB.set(new LocalState(List.of()));
    linkB.changed();
    await(() -> peerOf(linkA).router("vip").isEmpty());
  }

  @Test
  void shouldKeepOneSessionWhenBothDialAtOnce() throws Exception {
    try (Relay toA = new Relay(a);
        Relay toB = new Relay(b)) {
      PeerLink linkA = startA(toB.address(), KEY);
      PeerLink linkB = startB(toA.address(), KEY);
      heardByA.await("up");
      heardByB.await("up");

      LinkThreads.awaitOneSession(linkA, linkB);

      assertThat(linkA.snapshot().get(0).state()).isEqualTo(PeerSnapshot.State.UP);
      assertThat(linkB.snapshot().get(0).state()).isEqualTo(PeerSnapshot.State.UP);
      assertThat(heardByA.all("down")).isEmpty();
      assertThat(heardByB.all("down")).isEmpty();
    }
  }

  @Test
  void shouldPassOnAResignationWhenOneNodeGivesUpARouter() throws Exception {
    PeerLink linkA = startA(b, KEY);
    PeerLink linkB = startB(a, KEY);
    await(() -> peerOf(linkA).router("vip").isPresent());

    linkB.resign("vip");
    linkB.close();

    assertThat(heardByA.await("resigned").words()).isEqualTo("vip at 10.42.0.101");
    assertThat(heardByA.await("down").words()).isEqualTo("it said goodbye");
    assertThat(heardByA.all("died")).isEmpty();
  }

  @Test
  void shouldPassOnAResignationWhenThePeerIsStillProvingItselfOnTheSessionThatLasts()
      throws Exception {
    try (Relay toA = new Relay(a);
        Relay toB = new Relay(b)) {
      toB.hold();
      PeerLink linkA = startA(toB.address(), KEY);
      PeerLink linkB = startB(toA.address(), KEY);
      await(() -> peerOf(linkA).router("vip").isPresent());
      toB.awaitHeld();
      toA.swallow();

      linkB.resign("vip");
      toB.release();

      // Closed only then: whoever closes does not wait for a proof that has not come.
      assertThat(heardByA.await("resigned").words()).isEqualTo("vip at 10.42.0.101");
      linkB.close();
      assertThat(heardByA.all("died")).isEmpty();
    }
  }

  @Test
  void shouldReportTheDeathAtOnceWhenThePeersProcessIsKilled() throws Exception {
    PeerLink linkA = startA(b, KEY);
    for (int round = 1; round <= 3; round++) {
      int before = heardByA.events().size();
      Process child = startChild(b.getPort(), a.getPort());
      try {
        heardByA.awaitFrom(before, "up", words -> true);
        await(() -> peerOf(linkA).router("vip").isPresent());
        await(() -> LinkThreads.isReached(linkA));

        long killed = System.nanoTime();
        child.destroyForcibly();
        Heard.Event died = heardByA.awaitFrom(before, "died", words -> true);

        Duration took = Duration.ofNanos(died.atNanos() - killed);
        System.out.println("peer link: kill -9 to peerDied took " + took.toNanos() / 1000 + " us");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(died.peer()).isEqualTo("child");
      } finally {
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void shouldReportNoDeathWhenOnlyTheLinkIsLost() throws Exception {
    try (Relay toA = new Relay(a);
        Relay toB = new Relay(b)) {
      PeerLink linkA = startA(toB.address(), KEY);
      PeerLink linkB = startB(toA.address(), KEY);
      for (int round = 0; round < 5; round++) {
        LinkThreads.awaitOneSession(linkA, linkB);
        int before = heardByA.all("down").size() + heardByB.all("down").size();

        toA.cut();
        toB.cut();

        // Whoever notices first dials again; the other may see the new session before the end.
        await(() -> heardByA.all("down").size() + heardByB.all("down").size() > before);
      }
      LinkThreads.awaitOneSession(linkA, linkB);
      assertThat(heardByA.all("died")).isEmpty();
      assertThat(heardByB.all("died")).isEmpty();
    }
  }

  @Test
  void shouldReportNoDeathWhenThePeerFallsSilent() throws Exception {
    PeerLinkLimits impatient =
        new PeerLinkLimits(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofMillis(600),
            Duration.ofSeconds(1),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            LIMITS.splitBrainAfter());
    try (Relay toA = new Relay(a);
        Relay toB = new Relay(b)) {
      PeerLink linkA = start("a", a, toB.address(), KEY, impatient, stateOfA, heardByA);
      PeerLink linkB = start("b", b, toA.address(), KEY, impatient, stateOfB, heardByB);
      LinkThreads.awaitOneSession(linkA, linkB);

      toA.swallow();
      toB.swallow();

      heardByA.await("down", SessionRefusal.SILENT.sentence()::equals);
      heardByB.await("down", SessionRefusal.SILENT.sentence()::equals);
      assertThat(heardByA.all("died")).isEmpty();
    }
  }

  @Test
  void shouldRefuseAndWarnOnceWhenTheKeysDiffer() throws Exception {
    PeerLink linkA = startA(b, KEY);
    PeerLink linkB = startB(a, new PeerSecurity.SharedKey("quite another key for tests"));

    String warning = heardByA.await("warning").words();
    heardByB.await("warning");

    assertThat(warning)
        .isEqualTo(
            "peer link with 127.0.0.1:"
                + b.getPort()
                + ": wrong key: configure the same key on both nodes");
    assertThat(heardByA.all("up")).isEmpty();
    assertThat(heardByB.all("up")).isEmpty();
    assertThat(heardByA.all("warning")).hasSize(1);
    await(() -> linkA.snapshot().get(0).lastError().isPresent());
    assertThat(linkB.snapshot().get(0).state()).isEqualTo(PeerSnapshot.State.DOWN);
  }

  @Test
  void shouldWarnOnBothSidesWhenTheConfigurationsDiffer() throws Exception {
    stateOfA.set(
        new LocalState(
            List.of(
                Routers.router("vip", VrrpState.BACKUP, Routers.fingerprint(100, "10.42.0.241")))));
    PeerLink linkA = startA(b, KEY);
    startB(a, KEY);

    assertThat(heardByA.await("warning").words())
        .isEqualTo(
            "peer b: router vip differs: addresses 10.42.0.241 only here, 10.42.0.240 only there");
    assertThat(heardByB.await("warning").words())
        .isEqualTo(
            "peer a: router vip differs: addresses 10.42.0.240 only here, 10.42.0.241 only there");

    stateOfA.set(Routers.vip(VrrpState.BACKUP, 100));
    linkA.changed();
    await(() -> linkA.snapshot().get(0).warnings().isEmpty());
    assertThat(heardByA.all("warning")).hasSize(1);
  }

  @Test
  void shouldRaiseTheAlarmOnBothSidesWhenBothAreMaster() throws Exception {
    stateOfA.set(Routers.vip(VrrpState.MASTER, 100));
    PeerLinkLimits limits = LIMITS.withSplitBrainAfter(Duration.ofMillis(300));
    start("a", a, b, KEY, limits, stateOfA, heardByA);
    start("b", b, a, KEY, limits, stateOfB, heardByB);

    heardByA.await("warning", line -> line.startsWith("split brain: router vip is MASTER here"));
    heardByB.await("warning", line -> line.startsWith("split brain: router vip is MASTER here"));
  }

  @Test
  void shouldStayUpWhenStrangersTakeAllThePlacesTheyGet() throws Exception {
    startA(b, KEY);
    for (int stranger = 0; stranger < 50; stranger++) {
      Socket socket = new Socket();
      open.add(socket);
      socket.connect(a);
    }
    assertThat(LinkThreads.ofConnections())
        .isLessThanOrEqualTo(2 * PeerLinkLimits.MAX_PENDING_PER_PEER + 2);

    startB(a, KEY);

    heardByA.await("up");
    heardByB.await("up");
  }

  @Test
  void shouldLeaveNoThreadAndNoSocketWhenClosed() throws Exception {
    startA(b, KEY).close();
    startB(a, KEY).close();
    await(() -> LinkThreads.all() == 0);
    long sockets = openSockets();
    for (int round = 0; round < 20; round++) {
      int before = heardByA.events().size();
      PeerLink linkA = startA(b, KEY);
      PeerLink linkB = startB(a, KEY);
      heardByA.awaitFrom(before, "up", words -> true);
      linkA.close();
      linkB.close();
    }

    await(() -> LinkThreads.all() == 0);
    await(() -> openSockets() <= sockets);
    assertThat(heardByA.all("died")).isEmpty();
    assertThat(heardByB.all("died")).isEmpty();
  }

  @Test
  void shouldSayWhereItCannotListenWhenThePortIsTaken() throws Exception {
    startA(b, KEY);

    assertThatThrownBy(() -> startA(b, KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the peer link cannot listen on")
        .hasMessageContaining(Integer.toString(a.getPort()));
  }

  private PeerLink startA(InetSocketAddress peer, PeerSecurity security) throws IOException {
    return start("a", a, peer, security, LIMITS, stateOfA, heardByA);
  }

  private PeerLink startB(InetSocketAddress peer, PeerSecurity security) throws IOException {
    return start("b", b, peer, security, LIMITS, stateOfB, heardByB);
  }

  private PeerLink start(
      String name,
      InetSocketAddress listen,
      InetSocketAddress peer,
      PeerSecurity security,
      PeerLinkLimits limits,
      AtomicReference<LocalState> state,
      Heard heard)
      throws IOException {
    PeerLink link =
        PeerLink.start(
            new PeerLinkConfig(name, "1", listen, List.of(peer), security, limits),
            state::get,
            heard);
    open.add(link);
    return link;
  }

  private static RouterState vip(VrrpState state, int priority) {
    return Routers.vip(state, priority).routers().get(0);
  }

  private static Process startChild(int listen, int peer) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PeerLinkChild.class.getName(),
            Integer.toString(listen),
            Integer.toString(peer))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Peer peerOf(PeerLink link) {
    return link.snapshot().get(0).peer();
  }

  /** The sockets of this process; always 0 where there is no {@code /proc}. */
  private static long openSockets() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(PeerLinkTest::isSocket).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
