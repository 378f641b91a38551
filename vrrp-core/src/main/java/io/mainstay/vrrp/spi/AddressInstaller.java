package io.mainstay.vrrp.spi;

import io.mainstay.vrrp.VirtualRouterConfig;

/**
 * Gives the host the virtual addresses of a router, and takes them away. The engine calls from its
 * own thread and never waits: an implementation starts the work elsewhere and answers later, from
 * any thread. A later call for the same router supersedes an earlier one.
 */
public interface AddressInstaller {

  /** Where the outcome of one {@link #install} goes; any thread, at most one call counts. */
  interface Outcome {
    void installed();

    /** Could not be installed; the engine then gives up mastership for a while. */
    void failed(String reason);
  }

  /** The router became MASTER: install all its addresses. */
  void install(VirtualRouterConfig router, Outcome outcome);

  /**
   * The router is not MASTER: remove all its addresses, whatever state they are in. Called once
   * before a router starts as well, because an earlier process may have died with them; it must do
   * no harm when there is nothing to remove.
   */
  void remove(VirtualRouterConfig router);

  /**
   * The router is still MASTER and its thread alive; called every few hundred milliseconds. What
   * keeps an address only for a time (a lease) renews it now.
   */
  default void renew(VirtualRouterConfig router) {}

  /**
   * Whether hosts on the link find the addresses by ARP or Neighbor Discovery, so that the engine
   * must announce them after a take-over. Not so where a cloud's API routes them.
   */
  default boolean reachedByNeighbors() {
    return true;
  }

  /** Elects without moving any address. */
  AddressInstaller NONE =
      new AddressInstaller() {
        @Override
        public void install(VirtualRouterConfig router, Outcome outcome) {
          outcome.installed();
        }

        @Override
        public void remove(VirtualRouterConfig router) {}

        @Override
        public boolean reachedByNeighbors() {
          return false;
        }
      };
}
