package io.mainstay.node.peer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What two nodes configured differently, one line per virtual router. Pure; gives the same lines on
 * both nodes but for "here" and the names.
 */
final class FingerprintComparison {
  private FingerprintComparison() {}

  static List<String> compare(String ownVersion, LocalState own, String peerVersion, Peer peer) {
    List<String> lines = new ArrayList<>();
    if (!ownVersion.equals(peerVersion)) {
      lines.add(
          line(
              peer,
              "software version " + ownVersion + " here, " + peerVersion + " there; update one"));
    }
    for (RouterState router : own.routers()) {
      compare(router, peer).ifPresent(lines::add);
    }
    for (RouterState router : peer.routers()) {
      if (own.routers().stream().noneMatch(mine -> mine.name().equals(router.name()))) {
        lines.add(line(peer, "router " + router.name() + " is configured only there"));
      }
    }
    return List.copyOf(lines);
  }

  private static Optional<String> compare(RouterState own, Peer peer) {
    Optional<RouterState> there = peer.router(own.name());
    if (there.isPresent()) {
      List<String> differences = differences(own.fingerprint(), there.get().fingerprint());
      return differences.isEmpty()
          ? Optional.empty()
          : Optional.of(
              line(peer, "router " + own.name() + " differs: " + String.join("; ", differences)));
    }
    return Optional.of(
        line(peer, "router " + own.name() + " is configured only here" + sameVrid(own, peer)));
  }

  /** The likely mistake: one virtual router with two names. */
  private static String sameVrid(RouterState own, Peer peer) {
    return peer.routers().stream()
        .filter(
            router ->
                router.fingerprint().vrid() == own.fingerprint().vrid()
                    && router.fingerprint().family() == own.fingerprint().family())
        .findFirst()
        .map(
            router ->
                "; vrid "
                    + own.fingerprint().vrid()
                    + " is called "
                    + router.name()
                    + " there: give it one name")
        .orElse("");
  }

  private static List<String> differences(RouterFingerprint own, RouterFingerprint peer) {
    List<String> differences = new ArrayList<>();
    differ(differences, "vrid", own.vrid(), peer.vrid());
    differ(differences, "family", own.family(), peer.family());
    differ(differences, "version", own.version().number(), peer.version().number());
    differ(
        differences,
        "advertisement interval",
        text(own.advertisementInterval()),
        text(peer.advertisementInterval()));
    differ(differences, "preempt", own.preempt() ? "on" : "off", peer.preempt() ? "on" : "off");
    addresses(differences, own.addresses(), peer.addresses());
    if (own.priority() == peer.priority()) {
      differences.add(
          "priority "
              + own.priority()
              + " on both, so that the higher source address decides who is master: give each node"
              + " one of its own");
    }
    return differences;
  }

  private static void addresses(
      List<String> differences, List<InetAddress> own, List<InetAddress> peer) {
    if (own.equals(peer)) {
      return;
    }
    Set<InetAddress> onlyHere = without(own, peer);
    Set<InetAddress> onlyThere = without(peer, own);
    if (onlyHere.isEmpty() && onlyThere.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    if (!onlyHere.isEmpty()) {
      parts.add(text(onlyHere) + " only here");
    }
    if (!onlyThere.isEmpty()) {
      parts.add(text(onlyThere) + " only there");
    }
    differences.add("addresses " + String.join(", ", parts));
  }

  private static Set<InetAddress> without(List<InetAddress> all, List<InetAddress> others) {
    Set<InetAddress> rest = new LinkedHashSet<>(all);
    others.forEach(rest::remove);
    return rest;
  }

  private static String text(Set<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(" "));
  }

  private static String text(Duration interval) {
    return interval.toNanos() % 1_000_000 == 0
        ? interval.toMillis() + " ms"
        : interval.toNanos() / 1_000 + " us";
  }

  private static void differ(List<String> differences, String what, Object own, Object peer) {
    if (!own.equals(peer)) {
      differences.add(what + " " + own + " here, " + peer + " there");
    }
  }

  private static String line(Peer peer, String what) {
    return "peer " + peer.name() + ": " + what;
  }
}
