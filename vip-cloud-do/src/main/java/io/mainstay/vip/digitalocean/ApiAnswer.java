package io.mainstay.vip.digitalocean;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the API's answer to one request means. */
sealed interface ApiAnswer {

  /**
   * An address as it is now.
   *
   * @param droplet who has it; empty for nobody
   * @param locked whether an action on it is under way
   */
  record Address(OptionalLong droplet, boolean locked) implements ApiAnswer {

    boolean isHeldBy(long id) {
      return droplet.isPresent() && droplet.getAsLong() == id;
    }

    String holder() {
      return droplet.isPresent() ? "droplet " + droplet.getAsLong() : "no droplet";
    }
  }

  /** An action on an address, which ends some time. */
  record Action(long id, Progress progress) implements ApiAnswer {}

  /** How far an action is. */
  enum Progress {
    IN_PROGRESS,
    COMPLETED,
    ERRORED
  }

  /**
   * Nothing usable.
   *
   * @param reason what came instead, for the operator; one line that shows no token
   * @param retryAfter how long a rate limit asks to wait, if it tells
   */
  record Problem(Kind kind, String reason, Optional<Duration> retryAfter) implements ApiAnswer {

    static Problem of(Kind kind, String reason) {
      return new Problem(kind, reason, Optional.empty());
    }
  }

  /** What went wrong with a request. */
  enum Kind {
    /** No answer, so nobody knows whether it was carried out. */
    NO_ANSWER,
    /** 408 or 5xx: perhaps carried out. */
    SERVER_ERROR,
    /** An answer that cannot be understood: perhaps carried out. */
    GARBLED,
    /** 429. */
    RATE_LIMITED,
    /** 401 or 403. */
    CREDENTIALS,
    /** 404: no such address, droplet or action. */
    NOT_FOUND,
    /** 422 because of an action under way on the address or on the droplet. */
    PENDING_EVENT,
    /** 422 because the droplet has an address of that kind already. */
    DROPLET_IN_USE,
    /** Any other 4xx. */
    REJECTED;

    /** Whether the same request may succeed a moment later. */
    boolean passing() {
      return this == NO_ANSWER || this == SERVER_ERROR || this == GARBLED;
    }
  }
}
