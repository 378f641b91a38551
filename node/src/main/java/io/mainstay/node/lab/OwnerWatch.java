package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/**
 * Watches from outside which hosts hold the service address, by their kernels' own notices. What
 * the nodes say of themselves is not asked. Safe for many threads.
 */
final class OwnerWatch {
  /** An address no host uses, that proves that a monitor listens. */
  private static final String PROBE_ADDRESS = "127.77.77.77";

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

  private final OwnerTimeline timeline = new OwnerTimeline();
  private final String address;
  private final Listener listener;

  /**
   * Hears of every change of owner; called in order, on the threads of the monitors, and must not
   * block.
   */
  interface Listener {
    void ownersChanged(String host, AddressChange.Kind kind, SortedSet<String> owners);
  }

  OwnerWatch(String address, Listener listener) {
    this.address = address;
    this.listener = listener;
  }

  /** Begins to watch a host; returns when its kernel's notices are known to arrive. */
  void watch(LabHost host) {
    LabProcess monitor =
        host.start(
            "monitor-" + host.name(),
            List.of("ip", "-o", "monitor", "address"),
            line -> onLine(host.name(), line));
    boolean listening =
        Patience.until(
            () -> {
              host.run("ip", "address", "replace", PROBE_ADDRESS + "/32", "dev", "lo");
              return monitor.tail().stream().anyMatch(line -> line.contains(PROBE_ADDRESS));
            },
            PROBE_LIMIT);
    if (!listening) {
      throw new LabException("`ip monitor` on host " + host.name() + " shows nothing");
    }
    host.run("ip", "address", "delete", PROBE_ADDRESS + "/32", "dev", "lo");
    host.run("ip", "-o", "address", "show").lines().forEach(line -> onLine(host.name(), line));
  }

  private void onLine(String host, String line) {
    AddressChange.parse(line)
        .filter(change -> change.address().equals(address))
        .ifPresent(change -> onChange(host, change, System.nanoTime()));
  }

  private synchronized void onChange(String host, AddressChange change, long nowNanos) {
    SortedSet<String> before = timeline.owners();
    switch (change.kind()) {
      case PRESENT -> timeline.present(host, change.device(), nowNanos);
      case GONE -> timeline.gone(host, change.device(), nowNanos);
    }
    SortedSet<String> after = timeline.owners();
    if (!after.equals(before)) {
      listener.ownersChanged(host, change.kind(), after);
    }
  }

  synchronized SortedSet<String> owners() {
    return timeline.owners();
  }

  synchronized long sharedNanos(long fromNanos, long toNanos) {
    return timeline.sharedNanos(fromNanos, toNanos);
  }
}
