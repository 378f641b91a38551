package io.mainstay.node.peer;

/** A frame ready to be written; its bytes belong to whoever writes it. */
final class OutFrame {
  private final byte[] bytes;

  OutFrame(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }
}
