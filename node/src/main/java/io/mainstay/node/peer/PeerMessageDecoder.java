package io.mainstay.node.peer;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the body of a message; empty when it is not exactly what an encoder writes. */
final class PeerMessageDecoder {

  private PeerMessageDecoder() {}

  static boolean isMainstay(byte[] hello) {
    byte[] magic = PeerMessageEncoder.MAGIC;
    return hello.length > magic.length
        && Arrays.equals(hello, 0, magic.length, magic, 0, magic.length);
  }

  /** The protocol version of a hello that {@link #isMainstay}; its place never changes. */
  static int protocolVersion(byte[] hello) {
    return hello[PeerMessageEncoder.MAGIC.length] & 0xff;
  }

  static Optional<PeerMessage.Hello> hello(byte[] body) {
    WireReader in = new WireReader(body);
    in.require(Arrays.equals(in.bytes(PeerMessageEncoder.MAGIC.length), PeerMessageEncoder.MAGIC));
    in.require(in.u8() == PeerMessageEncoder.PROTOCOL_VERSION);
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            in.oneOf(WireCode.ROLE),
            in.i64(),
            new PeerMessage.Nonce(in.bytes(PeerMessage.Nonce.BYTES)),
            in.u16(),
            in.text(),
            in.text());
    return in.isWellFormed() ? Optional.of(hello) : Optional.empty();
  }

  /** Any message of an authenticated session. */
  static Optional<PeerMessage> decode(MessageType type, byte[] body) {
    WireReader in = new WireReader(body);
    return switch (type) {
      case HELLO, PROOF -> Optional.empty();
      case ROUTER -> router(in).map(PeerMessage.Router::new);
      case FORGET -> whole(in, new PeerMessage.Forget(in.text()));
      case SYNCED -> whole(in, new PeerMessage.Synced());
      case RESIGN -> whole(in, new PeerMessage.Resign(in.text()));
      case PING -> whole(in, new PeerMessage.Ping(in.i64()));
      case PONG -> whole(in, new PeerMessage.Pong(in.i64()));
      case BYE -> whole(in, new PeerMessage.Bye(in.oneOf(WireCode.FAREWELL)));
    };
  }

  private static Optional<PeerMessage> whole(WireReader in, PeerMessage message) {
    return in.isWellFormed() ? Optional.of(message) : Optional.empty();
  }

  private static Optional<RouterState> router(WireReader in) {
    String name = in.text();
    VrrpState state = in.oneOf(WireCode.STATE);
    int effectivePriority = in.u8();
    int sourceBytes = in.u8();
    Optional<InetAddress> source = sourceBytes == 0 ? Optional.empty() : address(in, sourceBytes);
    int vrid = in.u8();
    in.require(vrid != 0);
    AddressFamily family = in.oneOf(WireCode.FAMILY);
    VrrpVersion version = in.oneOf(WireCode.VERSION);
    long intervalNanos = in.i64();
    in.require(intervalNanos > 0);
    int preempt = in.u8();
    in.require(preempt <= 1);
    int priority = in.u8();
    in.require(priority != 0);
    List<InetAddress> addresses = addresses(in);
    if (!in.isWellFormed()) {
      return Optional.empty();
    }
    return Optional.of(
        new RouterState(
            name,
            state,
            effectivePriority,
            source,
            new RouterFingerprint(
                vrid,
                family,
                version,
                Duration.ofNanos(intervalNanos),
                preempt == 1,
                priority,
                addresses)));
  }

  private static List<InetAddress> addresses(WireReader in) {
    int count = in.u8();
    List<InetAddress> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      address(in, in.u8()).ifPresent(addresses::add);
    }
    return addresses;
  }

  private static Optional<InetAddress> address(WireReader in, int length) {
    in.require(length == 4 || length == 16);
    try {
      return Optional.of(InetAddress.getByAddress(in.bytes(length)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
