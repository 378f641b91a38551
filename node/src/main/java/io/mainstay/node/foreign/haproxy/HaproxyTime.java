package io.mainstay.node.foreign.haproxy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HAProxy's times: a whole number with a unit, milliseconds without one. */
final class HaproxyTime {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,12})(us|ms|s|m|h|d)?");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "us", Duration.ofNanos(1000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /** Beyond it HAProxy's own timers, which count milliseconds in 31 bits, refuse too. */
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private HaproxyTime() {}

  /** The time; empty when it is none, or too long for HAProxy. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    Duration one = UNITS.getOrDefault(unit, Duration.ofMillis(1));
    Duration time = one.multipliedBy(Long.parseLong(matcher.group(1)));
    return time.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(time);
  }
}
