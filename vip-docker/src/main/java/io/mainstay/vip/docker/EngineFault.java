package io.mainstay.vip.docker;

import java.util.Locale;

/** Why a call to the Docker Engine did not do what it asked. */
enum EngineFault {
  /** Another endpoint of the network has the address. */
  ADDRESS_IN_USE,
  /** The container is on the network already. */
  ALREADY_CONNECTED,
  /** The container is not on the network. */
  NOT_CONNECTED,
  /** The Engine knows no such network or container. */
  NOT_FOUND,
  /** The request was wrong, or is not allowed on this network: it will not work later either. */
  REFUSED,
  /** The Engine speaks another version of its interface than was agreed. */
  VERSION,
  /** The Engine is busy with the container, or failed by itself. What it did is not known. */
  SERVER,
  /** The answer made no sense. What the Engine did is not known. */
  MALFORMED,
  /** No connection, or a broken one. What the Engine did is not known. */
  UNREACHABLE,
  /** No answer in time. The Engine may still do what was asked. */
  TIMEOUT;

  /**
   * What an HTTP answer other than success means. The Engine tells its conflicts apart by their
   * text only, and has moved some from one status to another between versions; so the text decides
   * first.
   */
  static EngineFault of(int status, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("address already in use")) {
      return ADDRESS_IN_USE;
    }
    if (text.contains("already exists in network") || text.contains("already attached")) {
      return ALREADY_CONNECTED;
    }
    if (text.contains("is not connected to")) {
      return NOT_CONNECTED;
    }
    if (text.contains("does not belong to") || text.contains("user configured subnets")) {
      return REFUSED; // the address does not fit the network, which some versions answer with 500
    }
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 400 -> text.contains("client version") ? VERSION : REFUSED;
      case 408, 409, 429 -> SERVER;
      default -> status >= 400 && status < 500 ? REFUSED : SERVER;
    };
  }

  /** Whether the Engine may have done the change all the same, or may do it yet. */
  boolean leavesDoubt() {
    return this == SERVER || this == MALFORMED || this == UNREACHABLE || this == TIMEOUT;
  }
}
