package io.mainstay.vip.docker;

import java.util.List;

/** Hears which servers come and go, on one thread and in order; it must not block for long. */
@FunctionalInterface
public interface ServerListener {

  /**
   * Some changed. What it throws is logged and has no other effect.
   *
   * @param changes the steps, in the order to take them
   */
  void onChange(List<ServerChange> changes);
}
