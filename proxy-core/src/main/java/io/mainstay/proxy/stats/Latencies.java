package io.mainstay.proxy.stats;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How long things took: one thread records without waiting, any thread asks. Microseconds up to an
 * hour with two digits, about 20 KB.
 */
public final class Latencies {
  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 2;

  private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_MICROS, DIGITS);
  private final Histogram sum = empty();

  /** A histogram that {@link #addTo} can add to. */
  public static Histogram empty() {
    return new Histogram(LONGEST_MICROS, DIGITS);
  }

  /** Records one duration; the writing thread only. */
  public void record(long nanos) {
    recorder.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1000)));
  }

  /** Adds everything recorded so far to {@code total}; any thread. */
  public void addTo(Histogram total) {
    synchronized (sum) {
      sum.add(recorder.getIntervalHistogram());
      total.add(sum);
    }
  }
}
