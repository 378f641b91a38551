package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerMessageDecoderTest {
  private static final RouterState IPV6 =
      new RouterState(
          "vip six",
          VrrpState.FAULT,
          0,
          Optional.empty(),
          new RouterFingerprint(
              255,
              AddressFamily.IPV6,
              VrrpVersion.V2,
              Duration.ofMillis(10),
              false,
              255,
              List.of(Routers.address("fe80::51"), Routers.address("2001:db8::51"))));

  static Stream<PeerMessage> messages() {
    return Stream.of(
        new PeerMessage.Router(IPV6),
        new PeerMessage.Router(
            Routers.router("vip", VrrpState.MASTER, Routers.fingerprint(101, "10.42.0.240"))),
        new PeerMessage.Router(
            Routers.router("pure election", VrrpState.BACKUP, Routers.fingerprint(1))),
        new PeerMessage.Forget("vip"),
        new PeerMessage.Synced(),
        new PeerMessage.Resign("höhe"),
        new PeerMessage.Ping(-1),
        new PeerMessage.Pong(Long.MAX_VALUE),
        new PeerMessage.Bye(PeerMessage.Farewell.DUPLICATE));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldReadBackWhatWasWritten(PeerMessage message) {
    assertThat(decode(message, PeerMessageEncoder.encode(message))).contains(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldRefuseWhenAnythingIsMissingOrLeftOver(PeerMessage message) {
    byte[] body = PeerMessageEncoder.encode(message);

    for (int length = 0; length < body.length; length++) {
      assertThat(decode(message, Arrays.copyOf(body, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(decode(message, Arrays.copyOf(body, body.length + 1))).isEmpty();
  }

  @Test
  void shouldFitTheLargestRouterIntoAFrame() {
    RouterState largest =
        new RouterState(
            "n".repeat(WireText.MAX_BYTES),
            VrrpState.MASTER,
            255,
            Optional.of(Routers.address("fe80::1")),
            new RouterFingerprint(
                1,
                AddressFamily.IPV6,
                VrrpVersion.V3,
                Duration.ofSeconds(255),
                true,
                255,
                Collections.<InetAddress>nCopies(255, Routers.address("2001:db8::1"))));
    PeerMessage message = new PeerMessage.Router(largest);

    assertThat(decode(message, PeerMessageEncoder.encode(message))).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u001b[2J", " ", "a\u2028b", "a\u202eb", "a\u0000"})
  void shouldRefuseWhenANameCouldForgeALogLine(String name) {
    byte[] body = new WireWriter().text(name).written();

    assertThat(PeerMessageDecoder.decode(MessageType.RESIGN, body)).isEmpty();
  }

  @Test
  void shouldRefuseWhenANameIsNotUtf8() {
    byte[] body = {2, (byte) 0xc3, (byte) 0x28};

    assertThat(PeerMessageDecoder.decode(MessageType.RESIGN, body)).isEmpty();
  }

  @Test
  void shouldNeverThrowWhenBytesAreRandom() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] router = PeerMessageEncoder.encode(new PeerMessage.Router(IPV6));
    for (int round = 0; round < 5_000; round++) {
      byte[] body = random.nextBoolean() ? router.clone() : new byte[random.nextInt(100)];
      for (int change = 0; change < 3 && body.length > 0; change++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      for (MessageType type : MessageType.values()) {
        assertThat(PeerMessageDecoder.decode(type, body))
            .as("seed %d, round %d", seed, round)
            .isNotNull();
      }
      assertThat(PeerMessageDecoder.hello(body)).as("seed %d, round %d", seed, round).isEmpty();
    }
  }

  private static Optional<PeerMessage> decode(PeerMessage message, byte[] body) {
    return PeerMessageDecoder.decode(PeerMessageEncoder.type(message), body);
  }
}
