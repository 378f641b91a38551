package io.mainstay.node;

import io.mainstay.vip.OwnOutcome;
import io.mainstay.vip.VipReconciler;
import io.mainstay.vip.VipSnapshot;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.spi.AddressInstaller;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands what the election wants of one router's addresses to the reconciler of its movers. */
final class ReconcilerInstaller implements AddressInstaller, AutoCloseable {
  private final RouterMovers movers;
  private final VipReconciler reconciler;
  private volatile CompletionStage<Void> released = CompletableFuture.completedFuture(null);

  ReconcilerInstaller(RouterMovers movers, VipReconciler reconciler) {
    this.movers = movers;
    this.reconciler = reconciler;
  }

  @Override
  public void install(VirtualRouterConfig router, Outcome outcome) {
    reconciler.own(
        new OwnOutcome() {
          @Override
          public void installed() {
            outcome.installed();
          }

          @Override
          public void failed(String reason) {
            outcome.failed(reason);
          }

          @Override
          public void lost(String reason) {
            // A master without its address is a black hole that keeps winning.
            outcome.failed(reason);
          }
        });
  }

  @Override
  public void remove(VirtualRouterConfig router) {
    released = reconciler.release();
  }

  @Override
  public void renew(VirtualRouterConfig router) {
    reconciler.renew();
  }

  VipSnapshot snapshot() {
    return reconciler.snapshot();
  }

  /** Waits until the latest removal is done; false when it is not in time or was superseded. */
  boolean awaitRemoved(Duration limit) throws InterruptedException {
    try {
      released.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
      return false;
    }
  }

  @Override
  public void close() {
    reconciler.close();
    movers.close();
  }
}
