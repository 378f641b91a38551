package io.mainstay.node.config;

import io.mainstay.node.peer.PeerLinkConfig;
import io.mainstay.node.peer.PeerLinkLimits;
import io.mainstay.node.peer.PeerSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the link to this node's peers. */
final class PeersReader {
  private final Addresses addresses;
  private final String nodeName;
  private final String softwareVersion;

  PeersReader(Addresses addresses, String nodeName, String softwareVersion) {
    this.addresses = addresses;
    this.nodeName = nodeName;
    this.softwareVersion = softwareVersion;
  }

  /** Empty when there is none, or when a mistake in it was told. */
  Optional<PeerLinkConfig> read(Section mainstay) {
    if (!mainstay.has("peers")) {
      return Optional.empty();
    }
    Section section = mainstay.section("peers");
    Optional<InetSocketAddress> listen =
        addresses.bind(section.string("listen"), problem -> section.problem("listen", problem));
    List<InetSocketAddress> peers = new ArrayList<>();
    for (Section.Entry entry : section.someStrings("nodes")) {
      addresses
          .server(entry.text(), problem -> section.problemAt(entry, "nodes", problem))
          .ifPresent(peers::add);
    }
    @Nullable PeerSecurity security = readSecurity(section);
    section.close();
    if (listen.isEmpty() || peers.isEmpty() || security == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PeerLinkConfig(
              nodeName, softwareVersion, listen.get(), peers, security, PeerLinkLimits.defaults()));
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static @Nullable PeerSecurity readSecurity(Section section) {
    int ways = 0;
    for (String way : List.of("key", "key-file", "key-store")) {
      ways += section.has(way) ? 1 : 0;
    }
    if (ways != 1) {
      section.problemHere("needs one of key, key-file and key-store");
      if (section.has("key-store-password")) {
        section.string("key-store-password");
      }
      return null;
    }
    if (section.has("key-store")) {
      return new PeerSecurity.MutualTls(
          Path.of(section.string("key-store")), section.string("key-store-password"));
    }
    String way = section.has("key") ? "key" : "key-file";
    try {
      String text = section.string(way);
      return new PeerSecurity.SharedKey(
          way.equals("key") ? text : Files.readString(Path.of(text)).strip());
    } catch (NoSuchFileException e) {
      section.problem(way, "cannot be read: " + e.getMessage() + " (no such file)");
    } catch (IOException e) {
      section.problem(way, "cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      section.problem(way, "cannot be used: " + e.getMessage());
    }
    return null;
  }
}
