package io.mainstay.vrrp;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * A virtual router that an agent runs. All methods may be called from any thread and return at
 * once; what they ask for is done in the agent's next duty cycle, in the order of the calls.
 *
 * <p>They throw {@link IllegalStateException} when the agent's mailbox is full, which means that
 * nothing runs the agent.
 */
public interface VirtualRouter {

  VirtualRouterConfig config();

  /**
   * Sets the effective priority. A MASTER tells its peers at once; a BACKUP waits for the master's
   * silence with the new priority.
   *
   * @param effective 1 to 254; the owner of its addresses always has 255 and cannot change
   * @param reason one sentence for logs and status
   */
  void priority(int effective, String reason);

  /** Gives up mastership, and stays out of the election until {@link #clearFault}. */
  void fault(String reason);

  /** Takes part in the election again, as a BACKUP first. */
  void clearFault();

  /**
   * Says that a peer is gone, for example because a connection to it broke. A BACKUP whose master
   * that peer is takes over within 10 ms, the highest priority first, instead of after the
   * master-down interval; an advertisement of the peer in the meantime shows that it lives. Anybody
   * else changes nothing.
   *
   * @param peer the address that it sends advertisements from
   * @param reason one sentence for logs and status
   */
  void peerGone(InetAddress peer, PeerGone how, String reason);

  /**
   * Resigns and leaves the agent. A MASTER with a {@linkplain VirtualRouterConfig#handOver
   * hand-over} keeps its addresses until a successor advertises or that time is over. What depends
   * on the result runs on a thread of its own.
   *
   * @return completes with the last snapshot once a MASTER has sent its resignation and asked for
   *     the removal of the addresses; every call returns the same
   */
  CompletionStage<VrrpSnapshot> stop();

  /** What the router is and did until now. */
  VrrpSnapshot snapshot();
}
