package io.mainstay.benchmarks.underload;

import java.util.Arrays;
import java.util.List;

/**
 * What the wire says of the master in one span of time.
 *
 * @param expected how many advertisements the interval asks for
 * @param seen how many there were
 * @param missed how many gaps were longer than an advertisement and a half
 * @param longestGapNanos the longest time that one virtual router was silent
 * @param othersSeen advertisements of anybody else: each is of a takeover
 */
record WireReport(long expected, long seen, long missed, long longestGapNanos, long othersSeen) {

  /**
   * Judges a span of time.
   *
   * @param adverts in the order of their times
   * @param master who should have sent all of them
   */
  static WireReport of(
      List<Advert> adverts, int master, Options options, long fromNanos, long toNanos) {
    long[] lastNanos = new long[256];
    Arrays.fill(lastNanos, fromNanos);
    long seen = 0;
    long others = 0;
    long missed = 0;
    long longest = 0;
    for (Advert advert : adverts) {
      boolean within = advert.atNanos() >= fromNanos && advert.atNanos() <= toNanos;
      if (within && advert.sender() != master) {
        others++;
      } else if (within) {
        seen++;
        long gap = advert.atNanos() - lastNanos[advert.vrid()];
        lastNanos[advert.vrid()] = advert.atNanos();
        missed += gap > options.missedNanos() ? 1 : 0;
        longest = Math.max(longest, gap);
      }
    }
    for (int vrid = 1; vrid <= options.routers(); vrid++) {
      long gap = toNanos - lastNanos[vrid];
      missed += gap > options.missedNanos() ? 1 : 0;
      longest = Math.max(longest, gap);
    }
    long expected = options.routers() * ((toNanos - fromNanos) / options.interval().toNanos());
    return new WireReport(expected, seen, missed, longest, others);
  }
}
