package io.mainstay.node.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keepalived's words for a virtual router are called here. */
final class KeepalivedWords {
  private static final Map<String, String> KEYS =
      Map.of(
          "virtual-router-id", "vrid",
          "advert-int", "advertisement-interval",
          "virtual-ipaddress", "addresses",
          "virtual-ipaddress-excluded", "excluded-addresses",
          "use-vmac", "virtual-mac",
          "no-accept", "accept",
          "state", "priority");

  private KeepalivedWords() {}

  /** A hint for a key that is unknown here, when it is keepalived's for one of the known ones. */
  static Optional<String> hint(String word, Set<String> known) {
    if (word.startsWith("notify_") && known.contains("notify")) {
      return Optional.of("keepalived's notify_master and so on are in notify { … } here");
    }
    String key = KEYS.get(word.replace('_', '-'));
    if (key == null || !known.contains(key)) {
      return Optional.empty();
    }
    return Optional.of(
        word.equals("state")
            ? "priority decides who is master"
            : "keepalived's " + word + " is '" + key + "' here");
  }
}
