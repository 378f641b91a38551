package io.mainstay.node.peer;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection's protocol, without the connection: bytes and the time in, actions out.
 *
 * <p>Both sides send a hello at once, and a proof when the other's hello came. From then on each
 * frame holds a type, a sequence number, a body and a MAC. The first thing wrong ends the session.
 * Not thread-safe.
 */
final class PeerSession {
  private static final int SEQUENCE_BYTES = 8;

  private enum Phase {
    AWAITS_HELLO,
    AWAITS_PROOF,
    READY,
    OVER
  }

  private final PeerMessage.Hello own;
  private final byte[] ownHello;
  private final byte[] secret;
  private final PeerLinkLimits limits;
  private final long handshakeDeadlineNanos;
  private final FrameReader frames = new FrameReader();
  private Phase phase = Phase.AWAITS_HELLO;
  private PeerMessage.@Nullable Hello peer;
  private @Nullable SessionKeys keys;
  private long sent;
  private long received;
  private long lastHeardNanos;
  private long nextPingNanos;
  private long roundTripNanos = -1;

  /**
   * @param own what this side says of itself; with a nonce never used before
   * @param secret what both sides know
   */
  PeerSession(PeerMessage.Hello own, byte[] secret, PeerLinkLimits limits, long nowNanos) {
    this.own = own;
    this.ownHello = PeerMessageEncoder.encode(own);
    this.secret = secret.clone();
    this.limits = limits;
    this.handshakeDeadlineNanos = nowNanos + limits.handshake().toNanos();
  }

  /** The first frame to send, before anything comes. */
  OutFrame open() {
    return plain(MessageType.HELLO, ownHello);
  }

  /** Whether the peer may believe this side already, while this side does not believe it yet. */
  boolean isHalfProved() {
    return phase == Phase.AWAITS_PROOF;
  }

  boolean isReady() {
    return phase == Phase.READY;
  }

  /** The last measured round trip, or -1. */
  long roundTripNanos() {
    return roundTripNanos;
  }

  /** Takes what came from the connection, in any pieces. */
  List<SessionAction> receive(byte[] bytes, int length, long nowNanos) {
    List<SessionAction> actions = new ArrayList<>();
    if (phase == Phase.OVER) {
      return actions;
    }
    frames.append(bytes, length);
    while (phase != Phase.OVER && frames.nextLength() >= 0) {
      int next = frames.nextLength();
      if (next > maxFrameBytes()) {
        // Read as a length, the first bytes of TLS or HTTP are far too large.
        refuse(
            phase == Phase.AWAITS_HELLO ? SessionRefusal.NOT_MAINSTAY : SessionRefusal.OVERSIZE,
            actions);
      } else if (next == 0) {
        refuse(SessionRefusal.MALFORMED, actions);
      } else if (frames.hasFrame()) {
        onFrame(frames.take(), nowNanos, actions);
      } else {
        break;
      }
    }
    return actions;
  }

  /** The frame of a message; only when ready. */
  OutFrame seal(PeerMessage message) {
    if (phase != Phase.READY || keys == null) {
      throw new IllegalStateException("nothing may be sent before both sides proved themselves");
    }
    byte[] type = {PeerMessageEncoder.type(message).code()};
    byte[] sealed =
        new WireWriter().i64(sent++).bytes(PeerMessageEncoder.encode(message)).written();
    byte[] tag = keys.tag(own.role(), type, sealed);
    return frame(new WireWriter().bytes(type).bytes(sealed).bytes(tag).written());
  }

  /** Time passed: asks whether the peer lives, and gives up on one that is too slow. */
  List<SessionAction> onTime(long nowNanos) {
    List<SessionAction> actions = new ArrayList<>();
    if (phase == Phase.AWAITS_HELLO || phase == Phase.AWAITS_PROOF) {
      if (handshakeDeadlineNanos - nowNanos <= 0) {
        refuse(SessionRefusal.HANDSHAKE_TIMEOUT, actions);
      }
    } else if (phase == Phase.READY) {
      if (lastHeardNanos + limits.silence().toNanos() - nowNanos <= 0) {
        refuse(SessionRefusal.SILENT, actions);
      } else if (nextPingNanos - nowNanos <= 0) {
        nextPingNanos = nowNanos + limits.ping().toNanos();
        actions.add(new SessionAction.Reply(new PeerMessage.Ping(nowNanos)));
      }
    }
    return actions;
  }

  /** When {@link #onTime} has something to do. */
  long deadlineNanos(long nowNanos) {
    return switch (phase) {
      case AWAITS_HELLO, AWAITS_PROOF -> handshakeDeadlineNanos;
      case READY ->
          nowNanos
              + Math.min(
                  nextPingNanos - nowNanos, lastHeardNanos + limits.silence().toNanos() - nowNanos);
      case OVER -> nowNanos + limits.silence().toNanos();
    };
  }

  private int maxFrameBytes() {
    return phase == Phase.READY
        ? PeerLinkLimits.MAX_FRAME_BYTES
        : PeerLinkLimits.MAX_HANDSHAKE_FRAME_BYTES;
  }

  private void onFrame(byte[] frame, long nowNanos, List<SessionAction> actions) {
    Optional<MessageType> type = MessageType.of(frame[0]);
    byte[] rest = Arrays.copyOfRange(frame, 1, frame.length);
    switch (phase) {
      case AWAITS_HELLO -> onHello(type, rest, actions);
      case AWAITS_PROOF -> onProof(type, rest, nowNanos, actions);
      case READY -> onSealed(frame, rest, nowNanos, actions);
      case OVER -> {}
    }
  }

  private void onHello(Optional<MessageType> type, byte[] body, List<SessionAction> actions) {
    if (type.isEmpty() || type.get() != MessageType.HELLO || !PeerMessageDecoder.isMainstay(body)) {
      refuse(SessionRefusal.NOT_MAINSTAY, actions);
      return;
    }
    if (PeerMessageDecoder.protocolVersion(body) != PeerMessageEncoder.PROTOCOL_VERSION) {
      refuse(SessionRefusal.OTHER_PROTOCOL, actions);
      return;
    }
    Optional<PeerMessage.Hello> hello = PeerMessageDecoder.hello(body);
    Optional<SessionRefusal> refusal =
        hello.map(this::objection).orElse(Optional.of(SessionRefusal.MALFORMED));
    if (hello.isEmpty() || refusal.isPresent()) {
      refuse(refusal.orElse(SessionRefusal.MALFORMED), actions);
      return;
    }
    peer = hello.get();
    keys =
        own.role() == SessionRole.DIALLER
            ? SessionKeys.derive(secret, ownHello, body)
            : SessionKeys.derive(secret, body, ownHello);
    phase = Phase.AWAITS_PROOF;
    actions.add(new SessionAction.Send(plain(MessageType.PROOF, keys.proof(own.role()))));
  }

  private Optional<SessionRefusal> objection(PeerMessage.Hello hello) {
    if (hello.nonce().equals(own.nonce()) || hello.role() == own.role()) {
      return Optional.of(SessionRefusal.WRONG_ROLE);
    }
    if (hello.instance() == own.instance()) {
      return Optional.of(SessionRefusal.SAME_NODE);
    }
    return Optional.empty();
  }

  private void onProof(
      Optional<MessageType> type, byte[] proof, long nowNanos, List<SessionAction> actions) {
    if (keys == null || peer == null || type.isEmpty() || type.get() != MessageType.PROOF) {
      refuse(SessionRefusal.UNEXPECTED, actions);
    } else if (!MessageDigest.isEqual(proof, keys.proof(own.role().opposite()))) {
      refuse(SessionRefusal.WRONG_KEY, actions);
    } else if (peer.nodeName().equals(own.nodeName())) {
      refuse(SessionRefusal.SAME_NAME, actions);
    } else {
      phase = Phase.READY;
      lastHeardNanos = nowNanos;
      nextPingNanos = nowNanos;
      actions.add(new SessionAction.Authenticated(peer));
    }
  }

  private void onSealed(byte[] frame, byte[] rest, long nowNanos, List<SessionAction> actions) {
    int sealedBytes = rest.length - SessionKeys.MAC_BYTES;
    if (keys == null || sealedBytes < SEQUENCE_BYTES) {
      refuse(SessionRefusal.MALFORMED, actions);
      return;
    }
    byte[] sealed = Arrays.copyOf(rest, sealedBytes);
    byte[] tag = Arrays.copyOfRange(rest, sealedBytes, rest.length);
    byte[] expected = keys.tag(own.role().opposite(), new byte[] {frame[0]}, sealed);
    if (!MessageDigest.isEqual(tag, expected)) {
      refuse(SessionRefusal.TAMPERED, actions);
      return;
    }
    if (new WireReader(sealed).i64() != received) {
      refuse(SessionRefusal.OUT_OF_SEQUENCE, actions);
      return;
    }
    received++;
    lastHeardNanos = nowNanos;
    byte[] body = Arrays.copyOfRange(sealed, SEQUENCE_BYTES, sealedBytes);
    Optional<PeerMessage> message =
        MessageType.of(frame[0]).flatMap(type -> PeerMessageDecoder.decode(type, body));
    if (message.isEmpty()) {
      refuse(SessionRefusal.MALFORMED, actions);
    } else if (message.get() instanceof PeerMessage.Ping ping) {
      actions.add(new SessionAction.Reply(new PeerMessage.Pong(ping.stamp())));
    } else if (message.get() instanceof PeerMessage.Pong pong) {
      roundTripNanos = Math.max(0, nowNanos - pong.stamp());
    } else {
      actions.add(new SessionAction.Received(message.get()));
    }
  }

  private void refuse(SessionRefusal refusal, List<SessionAction> actions) {
    phase = Phase.OVER;
    actions.add(new SessionAction.Refused(refusal));
  }

  private static OutFrame plain(MessageType type, byte[] body) {
    return frame(new WireWriter().u8(type.code()).bytes(body).written());
  }

  private static OutFrame frame(byte[] content) {
    return new OutFrame(new WireWriter().u16(content.length).bytes(content).written());
  }
}
