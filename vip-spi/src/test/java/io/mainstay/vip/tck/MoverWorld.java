package io.mainstay.vip.tck;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where the addresses of a mover under test live, and this host in it: a network namespace, a
 * server that plays the API, a folder. Each rule gets a world of its own, in which this host holds
 * none of the addresses. Called by one thread at a time.
 */
public interface MoverWorld {

  /**
   * Makes a mover as a node that starts would. Called again for a node that starts anew in the same
   * world; the kit closes what it gets.
   */
  VipMover start() throws Exception;

  /** Addresses that the movers of this world move: two or more, always the same. */
  List<VirtualAddress> addresses();

  /** Whether the address is with this host, as the world itself says and not the mover. */
  boolean has(VirtualAddress address) throws Exception;

  /** Takes the address from this host behind the mover's back, so that nobody has it. */
  void takeAway(VirtualAddress address) throws Exception;

  /**
   * Ends a mover as {@code kill -9} would end its process: afterwards it changes nothing any more.
   * Closes it unless overridden.
   */
  default void crash(VipMover mover) throws Exception {
    mover.close();
  }

  /**
   * How long one operation may take, on a busy machine too. Give the mover a deadline of its own
   * that is well below this one. 10 s unless overridden.
   */
  default Duration deadline() {
    return Duration.ofSeconds(10);
  }

  /** Ends the world after a rule, when all its movers are closed. */
  void end() throws Exception;
}
