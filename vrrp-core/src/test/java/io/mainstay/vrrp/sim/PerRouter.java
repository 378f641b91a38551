package io.mainstay.vrrp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an invariant remembers of each router. */
final class PerRouter<T> {
  private final List<T> values = new ArrayList<>();
  private final Supplier<T> initial;

  PerRouter(Supplier<T> initial) {
    this.initial = initial;
  }

  T get(SimRouter router) {
    while (values.size() <= router.id()) {
      values.add(initial.get());
    }
    return values.get(router.id());
  }
}
