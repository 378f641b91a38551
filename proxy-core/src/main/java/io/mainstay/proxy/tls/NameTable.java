package io.mainstay.proxy.tls;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a host name: the exact name first, then the wildcard of one label above it (RFC
 * 6125 section 6.4.3). Filled by one thread and then only read, by any.
 *
 * @param <T> what belongs to a name
 */
public final class NameTable<T> {
  private final Map<String, T> exact = new HashMap<>();
  private final Map<String, T> wildcards = new HashMap<>();

  /** Adds a name or a wildcard; what came first stays. */
  public void add(String name, T value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("*.")) {
      wildcards.putIfAbsent(lower.substring(1), value);
    } else {
      exact.putIfAbsent(lower, value);
    }
  }

  /** What belongs to this name, in lower case; null when nothing does. */
  public @Nullable T find(String name) {
    T found = exact.get(name);
    int dot = name.indexOf('.');
    return found == null && dot > 0 ? wildcards.get(name.substring(dot)) : found;
  }
}
