package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.time.InstantSource;

/** What a running router needs of its agent. */
interface AgentContext {

  /** The time of the current duty cycle. */
  long nowNanos();

  /** Where a router's timer records how late its advertisements are. */
  RecentDurations advertisementLateness();

  VrrpTransport transport();

  NeighborAnnouncer announcer();

  /** For people only; nothing is decided by it. */
  InstantSource wallClock();

  /** Any thread: have the agent's thread do this. */
  void post(Runnable command);

  void detach(RunningRouter router);
}
