package io.mainstay.node.foreign.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HAProxy's way to write addresses, turned into a node's. Pure.
 *
 * @param addresses as a node's configuration writes them
 * @param mistake why there are none
 */
record HaproxyAddress(List<String> addresses, Optional<String> mistake) {
  private static final int MOST_PORTS = 1000;

  HaproxyAddress {
    addresses = List.copyOf(addresses);
  }

  private static HaproxyAddress refused(String why) {
    return new HaproxyAddress(List.of(), Optional.of(why));
  }

  /** What one bind listens on: {@code :80}, {@code *:80,[::]:80}, {@code 10.0.0.1:8001-8007}. */
  static HaproxyAddress bind(String text) {
    List<String> all = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      HaproxyAddress read = one(one, "0.0.0.0");
      if (read.mistake.isPresent()) {
        return read;
      }
      all.addAll(read.addresses);
    }
    return new HaproxyAddress(all, Optional.empty());
  }

  /** Where a server listens. */
  static HaproxyAddress server(String text) {
    HaproxyAddress read = one(text, "");
    return read.addresses.size() > 1
        ? refused("'" + text + "' has more than one port; a server has one")
        : read;
  }

  private static HaproxyAddress one(String text, String any) {
    String wildcard = any;
    String plain = text;
    if (text.startsWith("ipv4@")) {
      plain = text.substring(5);
    } else if (text.startsWith("ipv6@")) {
      plain = text.substring(5);
      wildcard = any.isEmpty() ? any : "::";
    } else if (text.indexOf('@') >= 0 || text.startsWith("/")) {
      return refused("'" + text + "' is not supported: only IPv4 and IPv6 addresses with a port");
    }
    int colon = plain.lastIndexOf(':');
    if (colon < 0 || plain.endsWith("]")) {
      return refused("'" + text + "' has no port; write it behind the address, as in 10.0.0.3:80");
    }
    String host = plain.substring(0, colon);
    if (host.isEmpty() || host.equals("*")) {
      if (wildcard.isEmpty()) {
        return refused("'" + text + "' names no host");
      }
      host = wildcard;
    }
    if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
      host = "[" + host + "]";
    }
    return ports(host, plain.substring(colon + 1), text);
  }

  private static HaproxyAddress ports(String host, String ports, String text) {
    if (!ports.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
      return refused("'" + ports + "' of '" + text + "' is no port");
    }
    int dash = ports.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(ports.substring(dash + 1));
    if (last < first || last - first >= MOST_PORTS) {
      return refused("'" + ports + "' is no range of at most " + MOST_PORTS + " ports");
    }
    List<String> all = new ArrayList<>();
    for (int port = first; port <= last; port++) {
      all.add(host + ":" + port);
    }
    return new HaproxyAddress(all, Optional.empty());
  }
}
