package io.mainstay.vip;

import java.util.Objects;

/**
 * A mover under the name that the configuration gives it; the name stands in logs and reasons.
 *
 * @param name empty for a router's only mover
 */
public record NamedMover(String name, VipMover mover) {
  public NamedMover {
    Objects.requireNonNull(name);
    Objects.requireNonNull(mover);
  }
}
