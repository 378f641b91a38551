package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

  private static final long NOW = 1_800_000_000;

  /** {@code retry-after}, {@code ratelimit-reset} relative to now, and the wait in seconds. */
  @ParameterizedTest(name = "retry-after {0} reset {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "7,     -,      7",
        "7,     30,     7",
        "-,     30,     30",
        "-,     -5,     0",
        "-,     864000, 60",
        "9999,  -,      60",
        "soon,  12,     12",
        "-1,    12,     12",
        "99999999999999999999, -, -",
        "-,     -,      -",
      })
  void shouldSayHowLongToWait(
      @Nullable String retryAfter, @Nullable Long reset, @Nullable Long expected) {
    Map<String, String> headers = new HashMap<>();
    if (retryAfter != null) {
      headers.put("retry-after", retryAfter);
    }
    if (reset != null) {
      headers.put("ratelimit-reset", Long.toString(NOW + reset));
    }
    RateLimit limit = RateLimit.of(name -> Optional.ofNullable(headers.get(name)));
    assertThat(limit.waitAfterRefusal(NOW))
        .isEqualTo(Optional.ofNullable(expected).map(Duration::ofSeconds));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"5000, 249, true", "5000, 250, false", "5000, -, false", "-, 3, false"})
  void shouldNoticeThatRequestsRunOut(
      @Nullable String limit, @Nullable String remaining, boolean scarce) {
    Map<String, @Nullable String> headers = new HashMap<>();
    headers.put("ratelimit-limit", limit);
    headers.put("ratelimit-remaining", remaining);
    assertThat(RateLimit.of(name -> Optional.ofNullable(headers.get(name))).scarce())
        .isEqualTo(scarce);
  }
}
