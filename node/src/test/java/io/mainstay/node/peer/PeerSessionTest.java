package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.state.VrrpState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSessionTest {
  private static final byte[] KEY = bytes("correct horse battery staple");
  private static final PeerLinkLimits LIMITS = PeerLinkLimits.defaults();
  private static final PeerMessage VIP =
      new PeerMessage.Router(
          Routers.router("vip", VrrpState.MASTER, Routers.fingerprint(101, "10.42.0.240")));

  private long nonces;
  private long now = 1_000;

  @Test
  void shouldAuthenticateBothSidesWhenTheyKnowTheSameKey() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", KEY);

    List<SessionAction> ofB = receive(b, a.open());
    List<SessionAction> ofA = receive(a, b.open());
    assertThat(a.isReady() || b.isReady()).isFalse();

    assertThat(receive(a, sent(ofB)))
        .singleElement()
        .isInstanceOfSatisfying(
            SessionAction.Authenticated.class,
            it -> assertThat(it.peer().nodeName()).isEqualTo("b"));
    assertThat(receive(b, sent(ofA)))
        .singleElement()
        .isInstanceOfSatisfying(
            SessionAction.Authenticated.class,
            it -> assertThat(it.peer().softwareVersion()).isEqualTo("1.2.3"));
  }

  @Test
  void shouldDeliverMessagesInOrderWhenTheyComeByteByByte() {
    Pair pair = new Pair();
    byte[] stream =
        joined(
            pair.a.seal(VIP),
            pair.a.seal(new PeerMessage.Synced()),
            pair.a.seal(new PeerMessage.Resign("vip")),
            pair.a.seal(new PeerMessage.Forget("vip")),
            pair.a.seal(new PeerMessage.Bye(PeerMessage.Farewell.STOPPING)));

    List<SessionAction> actions = new ArrayList<>();
    for (byte one : stream) {
      actions.addAll(pair.b.receive(new byte[] {one}, 1, now));
    }

    assertThat(actions)
        .containsExactly(
            new SessionAction.Received(VIP),
            new SessionAction.Received(new PeerMessage.Synced()),
            new SessionAction.Received(new PeerMessage.Resign("vip")),
            new SessionAction.Received(new PeerMessage.Forget("vip")),
            new SessionAction.Received(new PeerMessage.Bye(PeerMessage.Farewell.STOPPING)));
  }

  @Test
  void shouldRefuseWhenTheKeyIsAnother() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", bytes("incorrect horse battery"));

    byte[] proofOfB = sent(receive(b, a.open()));
    byte[] proofOfA = sent(receive(a, b.open()));

    assertRefused(receive(a, proofOfB), SessionRefusal.WRONG_KEY);
    assertRefused(receive(b, proofOfA), SessionRefusal.WRONG_KEY);
  }

  @Test
  void shouldRefuseWhenItsOwnGreetingComesBack() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);

    assertRefused(receive(a, a.open()), SessionRefusal.WRONG_ROLE);
  }

  @Test
  void shouldRefuseWhenItsOwnProofComesBack() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession stranger = session(SessionRole.ACCEPTOR, 2, "b", bytes("does not know the key"));

    byte[] own = sent(receive(a, stranger.open()));

    assertRefused(receive(a, own), SessionRefusal.WRONG_KEY);
  }

  @Test
  void shouldRefuseWhenItsOwnMessageComesBack() {
    Pair pair = new Pair();

    assertRefused(receive(pair.a, pair.a.seal(VIP)), SessionRefusal.TAMPERED);
  }

  @Test
  void shouldRefuseWhenAMessageIsRepeated() {
    Pair pair = new Pair();
    OutFrame resign = pair.a.seal(new PeerMessage.Resign("vip"));

    assertThat(receive(pair.b, resign)).hasSize(1);
    assertRefused(receive(pair.b, resign), SessionRefusal.OUT_OF_SEQUENCE);
  }

  @Test
  void shouldRefuseWhenMessagesChangePlaces() {
    Pair pair = new Pair();
    OutFrame first = pair.a.seal(VIP);
    OutFrame second = pair.a.seal(new PeerMessage.Synced());

    assertRefused(
        receive(pair.b, new OutFrame(joined(second, first))), SessionRefusal.OUT_OF_SEQUENCE);
  }

  @Test
  void shouldRefuseWhenAMessageOfAFormerSessionComes() {
    Pair former = new Pair();
    Pair pair = new Pair();

    assertRefused(receive(pair.b, former.a.seal(VIP)), SessionRefusal.TAMPERED);
  }

  @Test
  void shouldRefuseWhenAWholeRecordedSessionIsPlayedAgain() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", KEY);
    OutFrame helloOfA = a.open();
    byte[] proofOfB = sent(receive(b, helloOfA));
    byte[] proofOfA = sent(receive(a, b.open()));
    assertThat(receive(b, proofOfA)).hasSize(1);
    assertThat(receive(a, proofOfB)).hasSize(1);

    PeerSession laterB = session(SessionRole.ACCEPTOR, 2, "b", KEY);
    receive(laterB, helloOfA);

    assertRefused(receive(laterB, proofOfA), SessionRefusal.WRONG_KEY);
  }

  @Test
  void shouldWaitWhenAMessageIsCutShort() {
    Pair pair = new Pair();
    byte[] whole = pair.a.seal(VIP).bytes();

    for (int length = 0; length < whole.length; length++) {
      Pair other = new Pair();
      byte[] sealed = other.a.seal(VIP).bytes();
      assertThat(other.b.receive(sealed, length, now)).isEmpty();
    }
  }

  @Test
  void shouldRefuseWhenAMessageIsTooLong() {
    Pair pair = new Pair();

    assertRefused(pair.b.receive(new byte[] {0x40, 0x01}, 2, now), SessionRefusal.OVERSIZE);
  }

  @Test
  void shouldRefuseWhenTheProofIsTooLong() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    receive(a, session(SessionRole.ACCEPTOR, 2, "b", KEY).open());

    assertRefused(a.receive(new byte[] {0x10, 0x00}, 2, now), SessionRefusal.OVERSIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003\u0001\u0002\u0000", "GET / HTTP/1.1\r\n", "SSH-2.0-x"})
  void shouldSayWhatIsWrongWhenAnotherProtocolAnswers(String greeting) {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);

    assertRefused(receive(a, bytes(greeting)), SessionRefusal.NOT_MAINSTAY);
  }

  @Test
  void shouldRefuseWhenTheAddressLeadsBackToThisNode() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession same = session(SessionRole.ACCEPTOR, 1, "a", KEY);

    assertRefused(receive(a, same.open()), SessionRefusal.SAME_NODE);
  }

  @Test
  void shouldRefuseWhenBothNodesHaveOneName() {
    PeerSession a = session(SessionRole.DIALLER, 1, "node", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "node", KEY);
    receive(a, b.open());

    assertRefused(receive(a, sent(receive(b, a.open()))), SessionRefusal.SAME_NAME);
  }

  @Test
  void shouldRefuseWhenAMessageComesBeforeTheProof() {
    Pair pair = new Pair();
    PeerSession late = session(SessionRole.ACCEPTOR, 2, "b", KEY);
    receive(late, session(SessionRole.DIALLER, 1, "a", KEY).open());

    assertRefused(
        receive(late, pair.a.seal(new PeerMessage.Resign("vip"))), SessionRefusal.UNEXPECTED);
  }

  @Test
  void shouldNeverBelieveAnythingWhenAnyByteOfTheHandshakeIsChanged() {
    int length = handshake(-1, 0).length;
    for (int at = 0; at < length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] toB = handshake(at, 1 << bit);
        assertThat(believed).as("byte %d of %d, bit %d", at, toB.length, bit).isFalse();
      }
    }
  }

  private boolean believed;

  /** What a dialler sends to an acceptor, changed at one place. */
  private byte[] handshake(int at, int mask) {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", KEY);
    byte[] hello = a.open().bytes();
    byte[] proof = sent(receive(a, b.open()));
    byte[] stream = Arrays.copyOf(hello, hello.length + proof.length);
    System.arraycopy(proof, 0, stream, hello.length, proof.length);
    if (at >= 0) {
      stream[at] ^= (byte) mask;
    }
    believed =
        receive(b, stream).stream().anyMatch(it -> it instanceof SessionAction.Authenticated);
    assertThat(believed).isEqualTo(at < 0);
    return stream;
  }

  @Test
  void shouldNeverBelieveAnythingWhenAnyByteOfAMessageIsChanged() {
    int length = new Pair().a.seal(VIP).length();
    for (int at = 0; at < length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        Pair pair = new Pair();
        byte[] sealed = pair.a.seal(VIP).bytes();
        sealed[at] ^= (byte) (1 << bit);
        List<SessionAction> actions = receive(pair.b, sealed);
        assertThat(actions)
            .as("byte %d, bit %d", at, bit)
            .allMatch(it -> it instanceof SessionAction.Refused);
        if (at >= 2) {
          assertRefused(actions, SessionRefusal.TAMPERED);
        }
      }
    }
  }

  @Test
  void shouldNeitherThrowNorBelieveWhenRandomBytesCome() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 3_000; round++) {
      PeerSession victim;
      if (random.nextBoolean()) {
        victim = new Pair().b;
      } else {
        victim = session(SessionRole.ACCEPTOR, 2, "b", KEY);
        if (random.nextBoolean()) {
          receive(victim, session(SessionRole.DIALLER, 1, "a", KEY).open());
        }
      }
      byte[] noise = new byte[random.nextInt(1, 200)];
      random.nextBytes(noise);
      if (random.nextBoolean()) {
        noise = frame(noise);
      }
      assertThat(receive(victim, noise))
          .as("seed %d, round %d", seed, round)
          .noneMatch(
              it ->
                  it instanceof SessionAction.Authenticated
                      || it instanceof SessionAction.Received);
    }
  }

  @Test
  void shouldGiveUpWhenThePeerDoesNotProveItselfInTime() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    now += LIMITS.handshake().toNanos() - 1;
    assertThat(a.onTime(now)).isEmpty();

    now += 1;

    assertRefused(a.onTime(now), SessionRefusal.HANDSHAKE_TIMEOUT);
  }

  @Test
  void shouldMeasureTheRoundTripWhenThePeerAnswers() {
    Pair pair = new Pair();
    byte[] ping = replied(pair.a, pair.a.onTime(now));
    byte[] pong = replied(pair.b, receive(pair.b, ping));
    now += 250_000;

    assertThat(receive(pair.a, pong)).isEmpty();

    assertThat(pair.a.roundTripNanos()).isEqualTo(250_000);
  }

  @Test
  void shouldLeaveTheOrderOfSendingToTheShellWhenAProofAndAPingComeTogether() {
    PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", KEY);
    byte[] proofOfB = sent(receive(b, a.open()));
    byte[] proofOfA = sent(receive(a, b.open()));
    receive(b, proofOfA);
    OutFrame ping = b.seal(new PeerMessage.Ping(7));

    List<SessionAction> actions = receive(a, joined(new OutFrame(proofOfB), ping));
    OutFrame firstOfA = a.seal(VIP);
    byte[] pong = replied(a, actions);

    assertThat(receive(b, firstOfA)).containsExactly(new SessionAction.Received(VIP));
    assertThat(receive(b, pong)).isEmpty();
    assertThat(b.isReady()).isTrue();
  }

  @Test
  void shouldGiveUpWhenNothingIsHeardFromAnAuthenticatedPeer() {
    Pair pair = new Pair();
    now += LIMITS.silence().toNanos();

    assertRefused(pair.a.onTime(now), SessionRefusal.SILENT);
  }

  /** Two sessions that have authenticated each other. */
  private final class Pair {
    final PeerSession a = session(SessionRole.DIALLER, 1, "a", KEY);
    final PeerSession b = session(SessionRole.ACCEPTOR, 2, "b", KEY);

    Pair() {
      byte[] proofOfB = sent(receive(b, a.open()));
      byte[] proofOfA = sent(receive(a, b.open()));
      receive(a, proofOfB);
      receive(b, proofOfA);
      assertThat(a.isReady() && b.isReady()).isTrue();
    }
  }

  private PeerSession session(SessionRole role, long instance, String name, byte[] key) {
    byte[] nonce = new byte[PeerMessage.Nonce.BYTES];
    nonce[0] = (byte) ++nonces;
    nonce[1] = (byte) (nonces >> 8);
    nonce[2] = (byte) (nonces >> 16);
    return new PeerSession(
        new PeerMessage.Hello(role, instance, new PeerMessage.Nonce(nonce), 7946, name, "1.2.3"),
        key,
        LIMITS,
        now);
  }

  private List<SessionAction> receive(PeerSession session, OutFrame frame) {
    return receive(session, frame.bytes());
  }

  private List<SessionAction> receive(PeerSession session, byte[] bytes) {
    return session.receive(bytes, bytes.length, now);
  }

  private static byte[] sent(List<SessionAction> actions) {
    return joined(
        actions.stream()
            .filter(it -> it instanceof SessionAction.Send)
            .map(it -> ((SessionAction.Send) it).frame())
            .toArray(OutFrame[]::new));
  }

  private static byte[] replied(PeerSession session, List<SessionAction> actions) {
    return joined(
        actions.stream()
            .filter(it -> it instanceof SessionAction.Reply)
            .map(it -> session.seal(((SessionAction.Reply) it).message()))
            .toArray(OutFrame[]::new));
  }

  private static byte[] joined(OutFrame... frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (OutFrame frame : frames) {
      stream.writeBytes(frame.bytes());
    }
    return stream.toByteArray();
  }

  private static byte[] frame(byte[] content) {
    return new WireWriter().u16(content.length).bytes(content).written();
  }

  private static void assertRefused(List<SessionAction> actions, SessionRefusal refusal) {
    assertThat(actions).containsExactly(new SessionAction.Refused(refusal));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
