package io.mainstay.vip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One order to own, and what its listener has been told; the reconciler's thread owns it. */
final class Ownership {

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final OwnOutcome outcome;
  private boolean installed;
  private boolean toldLost;
  private boolean failing;
  private long failingSinceNanos;

  /** Stands for no order: what happens then is nobody's news. */
  static Ownership nobody() {
    return new Ownership(
        new OwnOutcome() {
          @Override
          public void installed() {}

          @Override
          public void failed(String reason) {}
        });
  }

  Ownership(OwnOutcome outcome) {
    this.outcome = outcome;
  }

  boolean installed() {
    return installed;
  }

  boolean toldLost() {
    return toldLost;
  }

  boolean failing() {
    return failing;
  }

  long failingSinceNanos() {
    return failingSinceNanos;
  }

  void failingSince(long nowNanos) {
    if (!failing) {
      failing = true;
      failingSinceNanos = nowNanos;
    }
  }

  void allHeld() {
    failing = false;
    toldLost = false;
    if (!installed) {
      installed = true;
      tell(outcome::installed);
    }
  }

  void failed(String reason) {
    tell(() -> outcome.failed(reason));
  }

  void lost(String reason) {
    if (!toldLost) {
      toldLost = true;
      LOG.warn("vip order=own outcome=lost reason=\"{}\"", reason);
      tell(() -> outcome.lost(reason));
    }
  }

  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      LOG.error("vip: a listener failed", e);
    }
  }
}
