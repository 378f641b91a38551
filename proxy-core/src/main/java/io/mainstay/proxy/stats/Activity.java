package io.mainstay.proxy.stats;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * What one event loop sees of the sessions of a backend or a server: how many, how often and how
 * long. One thread writes, any thread may read.
 */
public final class Activity {
  private static final int PEAK = 0;
  private static final int LAST = 1;
  private static final int SEEN = 2;

  private final AtomicLongArray values = new AtomicLongArray(3);
  private final Rate rate = new Rate();
  private final Latencies connect = new Latencies();
  private final Latencies firstByte = new Latencies();
  private final Latencies total = new Latencies();
  private final RecentMean recentQueue = new RecentMean();
  private final RecentMean recentConnect = new RecentMean();
  private final RecentMean recentFirstByte = new RecentMean();
  private final RecentMean recentTotal = new RecentMean();

  /** What an activity times. */
  public enum Phase {
    /** Waiting for a server to have room. */
    QUEUE,
    /** Opening a connection; kept ones do not count. */
    CONNECT,
    /** From the open connection to the head of the answer. */
    FIRST_BYTE,
    /** From the whole request head to the end. */
    TOTAL
  }

  /** A session begins, the {@code running}-th that runs now; the writing thread only. */
  public void begin(long running, long nowNanos) {
    rate.increment(nowNanos);
    values.setOpaque(LAST, nowNanos);
    values.setOpaque(SEEN, 1);
    if (running > values.getPlain(PEAK)) {
      values.setOpaque(PEAK, running);
    }
  }

  /** A session ended; the writing thread only. */
  public void end(SessionMeter meter) {
    if (meter.queueNanos() != SessionMeter.NEVER) {
      recentQueue.record(meter.queueNanos());
    }
    if (meter.connectNanos() != SessionMeter.NEVER) {
      recentConnect.record(meter.connectNanos());
    }
    if (meter.connectNanos() > 0) {
      connect.record(meter.connectNanos());
    }
    if (meter.responseNanos() != SessionMeter.NEVER) {
      firstByte.record(meter.responseNanos());
      recentFirstByte.record(meter.responseNanos());
    }
    total.record(meter.totalNanos());
    recentTotal.record(meter.totalNanos());
  }

  /** The most that ran at a time. */
  public long peak() {
    return values.getOpaque(PEAK);
  }

  /** How long ago the last one began, or {@link SessionMeter#NEVER}. */
  public long idleNanos(long nowNanos) {
    return values.getOpaque(SEEN) == 0
        ? SessionMeter.NEVER
        : Math.max(0, nowNanos - values.getOpaque(LAST));
  }

  /** How many began in a second. */
  public Rate rate() {
    return rate;
  }

  /**
   * How long a phase took lately: nanoseconds, and a kept connection counts as one that took none.
   */
  public RecentMean recent(Phase phase) {
    return switch (phase) {
      case QUEUE -> recentQueue;
      case CONNECT -> recentConnect;
      case FIRST_BYTE -> recentFirstByte;
      case TOTAL -> recentTotal;
    };
  }

  /**
   * Adds all durations of a phase to {@code sum}; those of {@link Phase#QUEUE} are the queue's to
   * tell.
   */
  public void addTo(Phase phase, Histogram sum) {
    switch (phase) {
      case QUEUE -> {}
      case CONNECT -> connect.addTo(sum);
      case FIRST_BYTE -> firstByte.addTo(sum);
      case TOTAL -> total.addTo(sum);
    }
  }
}
