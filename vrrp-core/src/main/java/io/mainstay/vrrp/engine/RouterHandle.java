package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpSnapshot;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * What other threads hold of a running router: posts to the mailbox, and reads what was published.
 */
final class RouterHandle implements VirtualRouter {
  private final RunningRouter router;
  private final AgentContext context;

  RouterHandle(RunningRouter router, AgentContext context) {
    this.router = router;
    this.context = context;
  }

  @Override
  public VirtualRouterConfig config() {
    return router.config();
  }

  @Override
  public void priority(int effective, String reason) {
    if (effective < 1 || effective > 254) {
      throw new IllegalArgumentException(
          "an effective priority must be 1 to 254, not "
              + effective
              + "; to give up mastership use fault");
    }
    if (config().isOwner()) {
      throw new IllegalStateException(
          config().name() + " owns its addresses, so its priority is always 255");
    }
    context.post(() -> router.priorityChanged(effective, reason));
  }

  @Override
  public void fault(String reason) {
    context.post(() -> router.faultRaised(reason));
  }

  @Override
  public void clearFault() {
    context.post(router::faultCleared);
  }

  @Override
  public void peerGone(InetAddress peer, PeerGone how, String reason) {
    context.post(() -> router.peerGone(peer, how, reason));
  }

  @Override
  public CompletionStage<VrrpSnapshot> stop() {
    if (!router.stopped().isDone()) {
      context.post(router::shutDown);
    }
    return router.stopped().minimalCompletionStage();
  }

  @Override
  public VrrpSnapshot snapshot() {
    return router.snapshot();
  }
}
