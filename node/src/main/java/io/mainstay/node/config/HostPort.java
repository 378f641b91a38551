package io.mainstay.node.config;

import java.util.Optional;

/**
 * An address as written: {@code web1:80}, {@code 10.0.0.1:80}, {@code [::1]:80}, and for binds also
 * {@code *:80} and {@code :80}.
 *
 * @param host the name or address without brackets; {@code *} for every address
 * @param port 0 to 65535; 0 lets the kernel choose
 */
record HostPort(String host, int port) {

  static final String ANY = "*";

  static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty();
    }
    return port(text.substring(colon + 1))
        .map(new HostPort(host.isEmpty() ? ANY : host, 0)::withPort);
  }

  /** A host as it must be written in front of a port. */
  static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private HostPort withPort(int port) {
    return new HostPort(host, port);
  }

  private static Optional<Integer> port(String digits) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(digits);
    return port <= 65_535 ? Optional.of(port) : Optional.empty();
  }
}
