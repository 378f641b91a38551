package io.mainstay.node.notice;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** What one attempt to post came to, and what follows from it. Pure. */
sealed interface WebhookAnswer {
  /** Attempts for one event; with all their waits between them about five minutes. */
  int MAX_ATTEMPTS = 10;

  Duration FIRST_WAIT = Duration.ofMillis(500);
  Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** It was taken. */
  record Taken() implements WebhookAnswer {}

  /** Another attempt makes sense after this time. */
  record Again(Duration pause, String reason) implements WebhookAnswer {}

  /** No other attempt would end otherwise. */
  record Refused(String reason) implements WebhookAnswer {}

  /**
   * Judges an answer.
   *
   * @param attempt which one it was, from 1
   * @param retryAfter what the header of that name says, in seconds
   */
  static WebhookAnswer of(
      int status, Optional<String> retryAfter, int attempt, SplittableRandom random) {
    if (status >= 200 && status < 300) {
      return new Taken();
    }
    String reason = "answered with " + status;
    if (status >= 300 && status < 400) {
      return new Refused(reason + "; redirects are not followed, set the url that it leads to");
    }
    boolean mayPass = status >= 500 || status == 429 || status == 408 || status == 425;
    return mayPass ? again(reason, retryAfter, attempt, random) : new Refused(reason);
  }

  /** Judges an attempt that got no answer. */
  static WebhookAnswer failed(String reason, int attempt, SplittableRandom random) {
    return again(reason, Optional.empty(), attempt, random);
  }

  private static WebhookAnswer again(
      String reason, Optional<String> retryAfter, int attempt, SplittableRandom random) {
    if (attempt >= MAX_ATTEMPTS) {
      return new Refused(reason + ", after " + attempt + " attempts");
    }
    long doubled = FIRST_WAIT.toNanos() << Math.min(attempt - 1, 10);
    long nanos = Math.min(doubled, LONGEST_WAIT.toNanos());
    Duration jittered = Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
    Duration asked = retryAfter.map(WebhookAnswer::seconds).orElse(Duration.ZERO);
    return new Again(asked.compareTo(jittered) > 0 ? asked : jittered, reason);
  }

  /** Dates count for nothing: the receiver's clock need not be ours. */
  private static Duration seconds(String text) {
    if (!text.strip().matches("[0-9]{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text.strip()));
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
