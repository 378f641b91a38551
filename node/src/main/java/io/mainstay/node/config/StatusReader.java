package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where the node tells about itself, and to whom. */
final class StatusReader {
  private final Addresses addresses;
  private final String node;
  private final PlannedListeners planned;
  private final List<StatusListener> listeners = new ArrayList<>();

  /** The scopes as written, until it is known which proxies there are. */
  private final Map<Section.Entry, Section> scopes = new LinkedHashMap<>();

  /**
   * A reader.
   *
   * @param node the node's name
   * @param planned who listens where
   */
  StatusReader(Addresses addresses, String node, PlannedListeners planned) {
    this.addresses = addresses;
    this.node = node;
    this.planned = planned;
  }

  /** Reads all of them, {@code status} itself first. */
  void read(Section mainstay, ConfigObject defaults) {
    Section status = mainstay.section("status");
    readListener("status", status);
    status.each(
        "listeners",
        defaults,
        (name, section) -> readListener("status.listeners." + name, section));
    status.close();
  }

  List<StatusListener> listeners() {
    return listeners;
  }

  /** Tells of scopes that name nothing. */
  void checkScopes(Set<String> proxies) {
    scopes.forEach(
        (entry, section) -> {
          if (!proxies.contains(entry.text())) {
            section.problemAt(
                entry,
                "scope",
                "names neither frontend nor backend: '"
                    + entry.text()
                    + "'; "
                    + NearestWord.to(entry.text(), proxies)
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("there are " + String.join(", ", proxies)));
          }
        });
  }

  private void readListener(String name, Section section) {
    List<InetSocketAddress> binds = new ArrayList<>();
    for (Section.Entry entry : section.someStrings("bind")) {
      addresses
          .bind(entry.text(), problem -> section.problemAt(entry, "bind", problem))
          .filter(
              bind ->
                  planned.isFree(bind, name, problem -> section.problemAt(entry, "bind", problem)))
          .ifPresent(binds::add);
    }
    String uri = section.string("uri");
    if (!uri.matches("/[!-~&&[^;#]]*")) {
      section.problem("uri", "must begin with / and have neither blanks, ; nor #: '" + uri + "'");
    }
    Set<String> scope = new LinkedHashSet<>();
    for (Section.Entry entry : section.strings("scope")) {
      scope.add(entry.text());
      scopes.put(entry, section);
    }
    listeners.add(
        new StatusListener(
            name,
            binds,
            uri,
            users(section),
            section.durationOrZero("refresh"),
            shownNode(section),
            scope));
  }

  private static List<StatusUser> users(Section section) {
    List<StatusUser> users = new ArrayList<>();
    for (Section.Entry entry : section.strings("auth")) {
      if (entry.text().indexOf(':') > 0) {
        users.add(new StatusUser(entry.text()));
      } else {
        section.problemAt(
            entry, "auth", "must be \"name:password\" (it is a secret and not shown)");
      }
    }
    return users;
  }

  private String shownNode(Section section) {
    String written = section.string("show-node");
    return Optional.of(written)
        .filter(text -> !text.equals("true"))
        .map(text -> text.equals("false") ? "" : text)
        .orElse(node);
  }
}
