package io.mainstay.node.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code ip -o monitor address} or {@code ip -o address show}. */
record AddressChange(Kind kind, String device, String address) {
  enum Kind {
    PRESENT,
    GONE
  }

  private static final Pattern LINE =
      Pattern.compile("(?<gone>Deleted )?\\d+: (?<device>\\S+)\\s+inet6? (?<address>[^/\\s]+).*");

  /** Reads a line; empty when it tells of something else. */
  static Optional<AddressChange> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Kind kind = matcher.group("gone") == null ? Kind.PRESENT : Kind.GONE;
    return Optional.of(new AddressChange(kind, matcher.group("device"), matcher.group("address")));
  }
}
