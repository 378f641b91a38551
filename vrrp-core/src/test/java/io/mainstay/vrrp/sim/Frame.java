package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A VRRP message on the wire. */
public final class Frame {
  static final int HOP_LIMIT = 255;

  /** Which link it is on. */
  final int link;

  final AddressFamily family;
  final byte[] source;

  /** The host that it is sent to; null for the multicast group. */
  final byte @Nullable [] destination;

  final byte[] message;
  final int hopLimit;

  /** Whether every receiver must accept it that knows its router and expects it of its sender. */
  final boolean wellFormed;

  private Frame(
      int link,
      AddressFamily family,
      byte[] source,
      byte @Nullable [] destination,
      byte[] message,
      int hopLimit,
      boolean wellFormed) {
    this.link = link;
    this.family = family;
    this.source = source;
    this.destination = destination;
    this.message = message;
    this.hopLimit = hopLimit;
    this.wellFormed = wellFormed;
  }

  static Frame toGroup(int link, AddressFamily family, byte[] source, byte[] message, int length) {
    byte[] copy = Arrays.copyOf(message, length);
    return new Frame(link, family, source.clone(), null, copy, HOP_LIMIT, /* wellFormed= */ true);
  }

  static Frame toHost(
      int link, AddressFamily family, byte[] source, byte[] to, byte[] message, int length) {
    byte[] copy = Arrays.copyOf(message, length);
    return new Frame(
        link, family, source.clone(), to.clone(), copy, HOP_LIMIT, /* wellFormed= */ true);
  }

  /** What no receiver may accept. */
  static Frame broken(int link, AddressFamily family, byte[] source, byte[] message, int hopLimit) {
    return new Frame(link, family, source, null, message, hopLimit, /* wellFormed= */ false);
  }

  /** As it arrives with this hop limit. */
  Frame withHopLimit(int remaining) {
    return remaining == hopLimit
        ? this
        : new Frame(link, family, source, destination, message, remaining, wellFormed);
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
    long to = destination == null ? link : Arrays.hashCode(destination) * 31L + hopLimit;
    return (Arrays.hashCode(message) * 31L + Arrays.hashCode(source)) * 31L + to;
  }

  @Override
  public String toString() {
    String way = destination == null ? "" : " unicast with " + hopLimit + " hops left";
    return wellFormed
        ? family + " vrid " + vrid() + " priority " + priority() + way + " on eth" + link
        : family + " " + message.length + " broken bytes on eth" + link;
  }
}
