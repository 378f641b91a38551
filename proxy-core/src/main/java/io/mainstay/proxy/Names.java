package io.mainstay.proxy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Checks that the configuration records share. */
final class Names {
  private Names() {}

  static void require(String kind, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(kind + " needs a name");
    }
  }

  static <T> void requireUnique(String kind, List<T> things, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T thing : things) {
      if (!seen.add(name.apply(thing))) {
        throw new IllegalArgumentException(kind + " " + name.apply(thing) + " is there twice");
      }
    }
  }

  static void requirePositive(String what, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.toDays() > 24) {
      throw new IllegalArgumentException(
          "timeout " + what + " of " + timeout + " is not between 1 ns and 24 days");
    }
  }
}
