package io.mainstay.node;

import io.mainstay.node.config.WhenDuplicate;
import io.mainstay.vip.linux.LinuxAddressProbe.Claim;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When the link is asked who answers for a virtual router's addresses, and what an answer means.
 * Pure: told the state, the answers and the time; not thread-safe.
 *
 * <p>A backup asks in the last third of the wait for a master that is not there, so the answer is
 * known before it takes the addresses and nothing waits for it. While a master is heard, whoever
 * answers is that master, and nothing is asked. So a take-over from a master that was heard is
 * never held up either, and whatever that one left behind is found afterwards: a master asks when
 * the leases of the one before it have run out, and now and then.
 */
final class AddressClaims {
  static final Duration MASTER_ASKS_AFTER = Duration.ofSeconds(5);
  static final Duration MASTER_ASKS_EVERY = Duration.ofSeconds(10);
  static final Duration FAULT_ASKS_EVERY = Duration.ofSeconds(1);

  /** Of the three intervals that a master may be silent. */
  private static final int SILENT_INTERVALS = 2;

  /** So many questions in a row without an answer, for any may be lost. */
  private static final int GONE = 2;

  private enum Phase {
    /** Some VRRP master is heard, or nothing is to be had here. */
    CALM,
    ALONE,
    KEPT_OUT,
    MASTER
  }

  private final WhenDuplicate when;
  private final Duration interval;
  private Phase phase = Phase.CALM;
  private long nextNanos;
  private String sentence = "";
  private boolean beforeClaim;
  private int unanswered;

  /**
   * @param interval between advertisements
   */
  AddressClaims(WhenDuplicate when, Duration interval) {
    this.when = when;
    this.interval = interval;
  }

  /** Whether to ask now; what comes of it is told by {@link #answered}. */
  boolean due(VrrpState state, boolean masterHeard, long nowNanos) {
    if (when == WhenDuplicate.IGNORE) {
      return false;
    }
    Phase now = phase(state, masterHeard);
    if (now != phase) {
      phase = now;
      nextNanos = nowNanos + firstAfter(now).toNanos();
      if (now == Phase.CALM) {
        clear();
      }
    }
    if (now == Phase.CALM || nextNanos - nowNanos > 0) {
      return false;
    }
    nextNanos = nowNanos + every(now).toNanos();
    return true;
  }

  private Phase phase(VrrpState state, boolean masterHeard) {
    return switch (state) {
      case BACKUP -> masterHeard ? Phase.CALM : Phase.ALONE;
      case MASTER -> Phase.MASTER;
      case FAULT -> keepsOut() ? Phase.KEPT_OUT : Phase.CALM;
      case INIT -> Phase.CALM;
    };
  }

  private Duration firstAfter(Phase now) {
    return switch (now) {
      case CALM -> Duration.ZERO;
      case ALONE -> interval.multipliedBy(SILENT_INTERVALS);
      case KEPT_OUT -> FAULT_ASKS_EVERY;
      case MASTER -> MASTER_ASKS_AFTER;
    };
  }

  private Duration every(Phase now) {
    return switch (now) {
      case CALM, ALONE -> interval;
      case KEPT_OUT -> FAULT_ASKS_EVERY;
      case MASTER -> MASTER_ASKS_EVERY;
    };
  }

  /**
   * What came of a question.
   *
   * @param claims of other hosts; none when nobody answered in time
   * @return whether this changed what is to be said
   */
  boolean answered(List<Claim> claims) {
    String before = sentence;
    if (!claims.isEmpty()) {
      unanswered = 0;
      beforeClaim |= phase == Phase.ALONE || phase == Phase.KEPT_OUT;
      sentence =
          claims.stream().distinct().map(AddressClaims::words).collect(Collectors.joining(", "))
              + ", which is heard as no VRRP master: end what has the address there (a killed VRRP"
              + " daemon may have left it), or give one of the two another address";
    } else if (++unanswered >= GONE) {
      clear();
    }
    return !sentence.equals(before);
  }

  private static String words(Claim claim) {
    return claim.address().getHostAddress() + " is also at " + claim.macAddress();
  }

  private void clear() {
    sentence = "";
    beforeClaim = false;
    unanswered = 0;
  }

  /** What an operator should mend; empty when nobody else answers. */
  Optional<String> sentence() {
    return sentence.isEmpty() ? Optional.empty() : Optional.of(sentence);
  }

  /** Whether the router must stay out of the election for it. */
  boolean keepsOut() {
    return when == WhenDuplicate.FAULT && beforeClaim;
  }
}
