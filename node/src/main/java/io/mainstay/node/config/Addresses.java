package io.mainstay.node.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the addresses of a configuration, and tells of those that cannot be read. */
final class Addresses {
  private static final String NO_ADDRESS =
      "is not an address such as 10.0.0.240/24 or 2001:db8::240/64";
  private static final String LEFT_OPEN =
      "is left for you to fill in; write the address instead, or start with --set NAME=ADDRESS";
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2})";
  private static final String BROADCAST = "255.255.255.255";

  private final HostResolver resolver;

  Addresses(HostResolver resolver) {
    this.resolver = resolver;
  }

  /** An address to listen on: {@code *:80}, {@code 127.0.0.1:80}, {@code [::1]:80}. */
  Optional<InetSocketAddress> bind(String text, Consumer<String> problem) {
    return socketAddress(
        text, "*:80, 10.0.0.1:80 or [::1]:80", "one of this host's addresses", problem);
  }

  /** The address of a server: {@code web1:80}, {@code 10.0.0.3:80}, {@code [2001:db8::3]:80}. */
  Optional<InetSocketAddress> server(String text, Consumer<String> problem) {
    Optional<InetSocketAddress> address =
        socketAddress(
            text, "web1:80, 10.0.0.3:80 or [2001:db8::3]:80", "the server's address", problem);
    if (address.isPresent()
        && (address.get().getPort() == 0 || address.get().getAddress().isAnyLocalAddress())) {
      problem.accept("'" + text + "' needs a host and a port that one can connect to");
      return Optional.empty();
    }
    return address;
  }

  private Optional<InetSocketAddress> socketAddress(
      String text, String examples, String instead, Consumer<String> problem) {
    Optional<HostPort> parsed = HostPort.parse(text);
    if (parsed.isEmpty()) {
      problem.accept("'" + text + "' is not an address with a port, such as " + examples);
      return Optional.empty();
    }
    HostPort hostPort = parsed.get();
    if (hostPort.host().equals(HostPort.ANY)) {
      return Optional.of(new InetSocketAddress(hostPort.port()));
    }
    return resolve(hostPort.host(), "mend the name, or write " + instead, problem)
        .map(address -> new InetSocketAddress(address, hostPort.port()));
  }

  private Optional<InetAddress> resolve(String host, String cure, Consumer<String> problem) {
    try {
      return Optional.of(resolver.resolve(host));
    } catch (UnknownHostException e) {
      problem.accept("cannot resolve '" + host + "'; " + cure);
      return Optional.empty();
    }
  }

  /**
   * A literal address with an optional prefix, such as {@code 10.0.0.240/24}; names are refused.
   */
  Optional<Prefixed> prefixed(String text, Consumer<String> problem) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (!isLiteral(host)) {
      problem.accept("'" + text + "' " + (text.matches("<.+>") ? LEFT_OPEN : NO_ADDRESS));
      return Optional.empty();
    }
    Optional<InetAddress> address =
        resolve(host, NO_ADDRESS, ignored -> problem.accept("'" + text + "' " + NO_ADDRESS));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    if (address.get().isMulticastAddress()
        || address.get().isAnyLocalAddress()
        || host.equals(BROADCAST)) {
      problem.accept("'" + text + "' is not an address that a host can own");
      return Optional.empty();
    }
    int bits = address.get().getAddress().length * 8;
    String prefix = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
      problem.accept("'" + text + "': the prefix must be 0 to " + bits);
      return Optional.empty();
    }
    return Optional.of(new Prefixed(address.get(), Integer.parseInt(prefix)));
  }

  /** An address with the length of its network's prefix. */
  record Prefixed(InetAddress address, int prefixLength) {}

  private static boolean isLiteral(String host) {
    return host.matches(BYTE + "(\\." + BYTE + "){3}")
        || host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  }
}
