package io.mainstay.node.peer;

import java.net.InetAddress;

/** Writes the body of a message; the frame around it is {@link PeerSession}'s. */
final class PeerMessageEncoder {
  /** So that a stranger's bytes are told from another version's. */
  static final byte[] MAGIC = {'M', 'S', 'P', 'L'};

  static final int PROTOCOL_VERSION = 1;

  private PeerMessageEncoder() {}

  static MessageType type(PeerMessage message) {
    if (message instanceof PeerMessage.Hello) {
      return MessageType.HELLO;
    } else if (message instanceof PeerMessage.Router) {
      return MessageType.ROUTER;
    } else if (message instanceof PeerMessage.Forget) {
      return MessageType.FORGET;
    } else if (message instanceof PeerMessage.Synced) {
      return MessageType.SYNCED;
    } else if (message instanceof PeerMessage.Resign) {
      return MessageType.RESIGN;
    } else if (message instanceof PeerMessage.Ping) {
      return MessageType.PING;
    } else if (message instanceof PeerMessage.Pong) {
      return MessageType.PONG;
    }
    return MessageType.BYE;
  }

  static byte[] encode(PeerMessage message) {
    WireWriter out = new WireWriter();
    if (message instanceof PeerMessage.Hello hello) {
      hello(out, hello);
    } else if (message instanceof PeerMessage.Router router) {
      router(out, router.state());
    } else if (message instanceof PeerMessage.Forget forget) {
      out.text(forget.router());
    } else if (message instanceof PeerMessage.Resign resign) {
      out.text(resign.router());
    } else if (message instanceof PeerMessage.Ping ping) {
      out.i64(ping.stamp());
    } else if (message instanceof PeerMessage.Pong pong) {
      out.i64(pong.stamp());
    } else if (message instanceof PeerMessage.Bye bye) {
      out.u8(WireCode.FAREWELL.of(bye.farewell()));
    }
    return out.written();
  }

  private static void hello(WireWriter out, PeerMessage.Hello hello) {
    out.bytes(MAGIC)
        .u8(PROTOCOL_VERSION)
        .u8(WireCode.ROLE.of(hello.role()))
        .i64(hello.instance())
        .bytes(hello.nonce().bytes())
        .u16(hello.listenPort())
        .text(hello.nodeName())
        .text(hello.softwareVersion());
  }

  private static void router(WireWriter out, RouterState router) {
    RouterFingerprint fingerprint = router.fingerprint();
    byte[] source = router.sourceAddress().map(InetAddress::getAddress).orElse(new byte[0]);
    out.text(router.name())
        .u8(WireCode.STATE.of(router.state()))
        .u8(router.effectivePriority())
        .u8(source.length)
        .bytes(source)
        .u8(fingerprint.vrid())
        .u8(WireCode.FAMILY.of(fingerprint.family()))
        .u8(WireCode.VERSION.of(fingerprint.version()))
        .i64(fingerprint.advertisementInterval().toNanos())
        .u8(fingerprint.preempt() ? 1 : 0)
        .u8(fingerprint.priority())
        .u8(fingerprint.addresses().size());
    for (InetAddress address : fingerprint.addresses()) {
      out.u8(address.getAddress().length).bytes(address.getAddress());
    }
  }
}
