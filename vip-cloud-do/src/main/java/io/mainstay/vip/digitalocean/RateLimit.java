package io.mainstay.vip.digitalocean;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a response says about the API's rate limit. Pure.
 *
 * <p>{@code retry-after} comes with a refused burst only; {@code ratelimit-reset} is the second at
 * which the oldest request of the hour no longer counts. Clocks differ, so no wait is believed
 * beyond {@link #LONGEST_WAIT}.
 *
 * @param limit requests per hour, if told
 * @param remaining requests left, if told
 * @param retryAfterSeconds how long to wait after a refused burst, if told
 * @param resetEpochSeconds when a request becomes free again, if told
 */
public record RateLimit(
    OptionalLong limit,
    OptionalLong remaining,
    OptionalLong retryAfterSeconds,
    OptionalLong resetEpochSeconds) {

  /** The longest wait that a response can impose. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final int SCARCE_PERCENT = 5;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** Reads a response's headers; what is no number counts as not told. */
  public static RateLimit of(Function<String, Optional<String>> header) {
    return new RateLimit(
        number(header.apply("ratelimit-limit")),
        number(header.apply("ratelimit-remaining")),
        number(header.apply("retry-after")),
        number(header.apply("ratelimit-reset")));
  }

  /**
   * How long to wait after a response with status 429.
   *
   * @param nowEpochSeconds this host's wall clock
   * @return empty when the response does not tell
   */
  public Optional<Duration> waitAfterRefusal(long nowEpochSeconds) {
    if (retryAfterSeconds.isPresent()) {
      return Optional.of(bounded(retryAfterSeconds.getAsLong()));
    }
    if (resetEpochSeconds.isPresent()) {
      return Optional.of(bounded(resetEpochSeconds.getAsLong() - nowEpochSeconds));
    }
    return Optional.empty();
  }

  /** Whether so few requests are left that polling should slow down. */
  public boolean scarce() {
    return limit.isPresent()
        && remaining.isPresent()
        && remaining.getAsLong() < limit.getAsLong() / 100.0 * SCARCE_PERCENT;
  }

  private static Duration bounded(long seconds) {
    return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_WAIT.toSeconds())));
  }

  private static OptionalLong number(Optional<String> text) {
    return text.map(String::strip)
        .filter(value -> NUMBER.matcher(value).matches())
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }
}
