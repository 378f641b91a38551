package io.mainstay.node.lab;

/**
 * How long a scenario's fault kept clients waiting for the new owner: from the fault to the first
 * success after another host took the address. Times are parameters; safe for many threads.
 */
final class Takeover {
  /** What is told when no other host took the address. */
  static final long NONE = -1;

  private Phase phase = Phase.CALM;
  private String faultyHost = "";
  private long faultNanos;
  private long tookNanos;

  private enum Phase {
    CALM,
    FAULT,
    OWNER_CHANGED,
    SERVED
  }

  /** A new scenario begins. */
  synchronized void reset() {
    phase = Phase.CALM;
  }

  /** The fault happens on this host, now. */
  synchronized void fault(String host, long nowNanos) {
    phase = Phase.FAULT;
    faultyHost = host;
    faultNanos = nowNanos;
  }

  /** A host holds the address since now. Only the first other host after a fault counts. */
  synchronized void present(String host) {
    if (phase == Phase.FAULT && !host.equals(faultyHost)) {
      phase = Phase.OWNER_CHANGED;
    }
  }

  /** A client got its answer. */
  synchronized void success(long nowNanos) {
    if (phase == Phase.OWNER_CHANGED) {
      phase = Phase.SERVED;
      tookNanos = nowNanos - faultNanos;
    }
  }

  /** {@link #NONE} when nothing changed, or nothing was served since. */
  synchronized long millis() {
    return phase == Phase.SERVED ? LabReport.millis(tookNanos) : NONE;
  }
}
