package io.mainstay.node.config;

import io.mainstay.vip.AddressScope;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads virtual addresses: {@code "10.0.0.5/24"}, the same with keepalived's words behind it as in
 * {@code "10.0.0.5/24 dev eth1 scope link label eth1:vip"}, or an object with these as keys.
 */
final class RouterAddressReader {
  /** What Linux takes as a name: at most 15 bytes, none of them blank or one of its separators. */
  static final Pattern INTERFACE_NAME = Pattern.compile("[\\p{Graph}&&[^/:]]{1,15}");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** keepalived's words for the keys. */
  private static final Map<String, String> WORDS =
      Map.of("dev", "interface", "scope", "scope", "label", "label");

  private final Addresses addresses;
  private final Section section;
  private final Set<String> seen = new HashSet<>();

  RouterAddressReader(Addresses addresses, Section section) {
    this.addresses = addresses;
    this.section = section;
  }

  /** All under the key; what is wrong with one is told, and the others are read. */
  List<RouterAddress> read(String key) {
    List<RouterAddress> all = new ArrayList<>();
    for (Section.Item item : section.items(key)) {
      Section.Entry entry = item.entry();
      Map<String, String> written =
          item.object().map(RouterAddressReader::keys).orElseGet(() -> words(key, entry));
      if (!written.containsKey("address")) {
        continue;
      }
      addresses
          .prefixed(written.get("address"), told -> section.problemAt(entry, key, told))
          .map(prefixed -> settled(key, entry, prefixed, written))
          .ifPresent(all::add);
    }
    return all;
  }

  private static Map<String, String> keys(Section object) {
    Map<String, String> written = new HashMap<>();
    String address = object.string("address");
    if (object.has("prefix")) {
      if (address.contains("/")) {
        object.problem("prefix", "stands beside an address that has one already; remove one");
      } else {
        address += "/" + object.integer("prefix", 0, 128);
      }
    }
    if (!address.isEmpty()) {
      written.put("address", address);
    }
    for (String key : WORDS.values()) {
      if (object.has(key)) {
        written.put(key, object.string(key));
      }
    }
    object.close();
    return written;
  }

  private Map<String, String> words(String key, Section.Entry entry) {
    Iterator<String> words = Arrays.asList(BLANKS.split(entry.text().strip(), -1)).iterator();
    Map<String, String> written = new HashMap<>(Map.of("address", words.next()));
    while (words.hasNext()) {
      String word = words.next();
      String known = WORDS.get(word);
      if (known == null || !words.hasNext()) {
        section.problemAt(
            entry,
            key,
            "'"
                + entry.text()
                + "': "
                + (known == null ? "'" + word + "' means nothing here" : word + " needs a value")
                + "; behind the address may stand dev, scope and label, each with its value");
        break;
      }
      written.put(known, words.next());
    }
    return written;
  }

  private RouterAddress settled(
      String key, Section.Entry entry, Addresses.Prefixed prefixed, Map<String, String> written) {
    String text = prefixed.address().getHostAddress();
    if (!seen.add(text)) {
      section.problemAt(entry, key, "names '" + written.get("address") + "' twice");
    }
    String device = written.getOrDefault("interface", "");
    if (written.containsKey("interface") && !INTERFACE_NAME.matcher(device).matches()) {
      section.problemAt(entry, key, "'" + device + "' cannot be the name of an interface");
    }
    if (prefixed.address() instanceof Inet6Address
        && (written.containsKey("scope") || written.containsKey("label"))) {
      section.warningAt(
          entry.location(),
          section.path(key)
              + " gives "
              + text
              + " a scope or a label, which Linux has for IPv4 only; remove it");
    }
    RouterAddress address =
        new RouterAddress(
            prefixed.address(),
            prefixed.prefixLength(),
            device,
            scope(key, entry, written.getOrDefault("scope", "global")),
            written.getOrDefault("label", ""),
            entry.location());
    return labelled(key, entry, address);
  }

  private AddressScope scope(String key, Section.Entry entry, String text) {
    Optional<AddressScope> scope =
        Arrays.stream(AddressScope.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    if (scope.isEmpty()) {
      section.problemAt(entry, key, "scope must be global, site, link or host, not '" + text + "'");
    }
    return scope.orElse(AddressScope.GLOBAL);
  }

  /** The address itself, without a label that can be none. */
  private RouterAddress labelled(String key, Section.Entry entry, RouterAddress address) {
    try {
      address.of("");
      return address;
    } catch (IllegalArgumentException e) {
      section.problemAt(entry, key, "cannot be: " + e.getMessage());
      return new RouterAddress(
          address.address(),
          address.prefixLength(),
          address.interfaceName(),
          address.scope(),
          "",
          address.location());
    }
  }
}
