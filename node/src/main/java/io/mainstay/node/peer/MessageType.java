package io.mainstay.node.peer;

import java.util.Optional;

/** The first byte of a frame. */
enum MessageType {
  HELLO(1),
  PROOF(2),
  ROUTER(3),
  FORGET(4),
  SYNCED(5),
  RESIGN(6),
  PING(7),
  PONG(8),
  BYE(9);

  private static final MessageType[] ALL = values();
  private final byte code;

  MessageType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Optional<MessageType> of(byte code) {
    for (MessageType type : ALL) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
