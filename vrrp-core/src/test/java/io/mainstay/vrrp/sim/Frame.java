package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import java.util.Arrays;

/** A VRRP message on the wire. */
public final class Frame {
  static final int HOP_LIMIT = 255;

  final AddressFamily family;
  final byte[] source;
  final byte[] message;
  final int hopLimit;

  /** Whether every receiver must accept it that knows its router. */
  final boolean wellFormed;

  private Frame(
      AddressFamily family, byte[] source, byte[] message, int hopLimit, boolean wellFormed) {
    this.family = family;
    this.source = source;
    this.message = message;
    this.hopLimit = hopLimit;
    this.wellFormed = wellFormed;
  }

  static Frame valid(AddressFamily family, byte[] source, byte[] message, int length) {
    return new Frame(
        family, source.clone(), Arrays.copyOf(message, length), HOP_LIMIT, /* wellFormed= */ true);
  }

  /** What no receiver may accept. */
  static Frame broken(AddressFamily family, byte[] source, byte[] message, int hopLimit) {
    return new Frame(family, source, message, hopLimit, /* wellFormed= */ false);
  }

  int vrid() {
    return message[1] & 0xff;
  }

  int priority() {
    return message[2] & 0xff;
  }

  /** The version 3 interval. */
  long intervalNanos() {
    return ((message[4] & 0xf) << 8 | (message[5] & 0xff)) * 10_000_000L;
  }

  /** The version 2 interval. */
  int intervalSeconds() {
    return message[5] & 0xff;
  }

  long fingerprint() {
    return Arrays.hashCode(message) * 31L + Arrays.hashCode(source);
  }

  @Override
  public String toString() {
    return wellFormed
        ? family + " vrid " + vrid() + " priority " + priority()
        : family + " " + message.length + " broken bytes";
  }
}
