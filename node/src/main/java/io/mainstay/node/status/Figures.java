package io.mainstay.node.status;

import java.util.Locale;

/** Writes numbers for people: short, with their unit. Pure. */
final class Figures {
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;
  private static final int LARGE = 10;

  private Figures() {}

  /** {@code 0 B}, {@code 1.5 kB}, {@code 12 MB}: powers of 1000. */
  static String bytes(long count) {
    double value = count;
    int unit = 0;
    while (value >= 1000) {
      value /= 1000;
      unit++;
    }
    return scaled(value, unit > 0) + " " + BYTE_UNITS[unit];
  }

  /** {@code 250 µs}, {@code 1.5 ms}, {@code 12 s}. */
  static String micros(long micros) {
    if (micros < 1000) {
      return micros + " µs";
    }
    return micros < 1_000_000
        ? scaled(micros / 1e3, true) + " ms"
        : scaled(micros / 1e6, true) + " s";
  }

  /** {@code 12s}, {@code 3m 4s}, {@code 5h 6m}, {@code 7d 8h}, as HAProxy's page has it. */
  static String seconds(long seconds) {
    if (seconds < MINUTE) {
      return seconds + "s";
    }
    if (seconds < HOUR) {
      return seconds / MINUTE + "m " + seconds % MINUTE + "s";
    }
    return seconds < DAY
        ? seconds / HOUR + "h " + seconds % HOUR / MINUTE + "m"
        : seconds / DAY + "d " + seconds % DAY / HOUR + "h";
  }

  private static String scaled(double value, boolean fraction) {
    return String.format(Locale.ROOT, fraction && value < LARGE ? "%.1f" : "%.0f", value);
  }
}
