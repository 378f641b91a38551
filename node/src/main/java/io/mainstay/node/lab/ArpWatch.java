package io.mainstay.node.lab;

import io.mainstay.vip.linux.LinuxAddressProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks from the client's network who has the service address, again and again, and counts the
 * answers by MAC address, on a thread of its own.
 */
final class ArpWatch implements AutoCloseable {
  static final int QUESTIONS_PER_SECOND = 200;

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / QUESTIONS_PER_SECOND;
  private static final long END_LIMIT_MILLIS = 5000;

  /** Of no host, so that the client's own kernel learns nothing from the answers. */
  private static final byte[] ASKER = HexFormat.of().parseHex("02004c414200");

  private final ArpTally tally;
  private final LinuxAddressProbe probe;
  private final Thread thread = new Thread(this::ask, "lab-arp");
  private volatile boolean closed;

  private ArpWatch(ArpTally tally, LinuxAddressProbe probe) {
    this.tally = tally;
    this.probe = probe;
  }

  /** Begins to ask. */
  static ArpWatch start(ArpTally tally) {
    try {
      ArpWatch watch =
          new ArpWatch(
              tally,
              LinuxAddressProbe.open(
                  LabNetwork.INTERFACE,
                  List.of(InetAddress.getByName(LabNetwork.SERVICE_ADDRESS)),
                  ASKER));
      watch.thread.setDaemon(true);
      watch.thread.start();
      return watch;
    } catch (IOException e) {
      throw new LabException("cannot ask who has the address: " + e.getMessage(), e);
    }
  }

  private void ask() {
    long nextNanos = System.nanoTime();
    while (!closed) {
      // A late thread asks less, and never in a burst.
      nextNanos = Math.max(nextNanos, System.nanoTime() - PERIOD_NANOS) + PERIOD_NANOS;
      if (probe.ask()) {
        tally.asked(System.nanoTime());
      }
      long leftNanos = nextNanos - System.nanoTime();
      while (leftNanos > 0 && !closed) {
        LinuxAddressProbe.Claim claim = probe.awaitClaim(leftNanos);
        long nowNanos = System.nanoTime();
        if (claim != null) {
          tally.answered(claim.macAddress(), nowNanos);
        }
        leftNanos = nextNanos - nowNanos;
      }
    }
    probe.close();
  }

  /** Asks no more; returns when the last answer is counted. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
