package io.mainstay.health.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an agent on a server says of it, in the one line that HAProxy's agent-check reads: {@code
 * 75%}, {@code maxconn:30}, {@code ready}, {@code drain}, {@code maint}, {@code up}, {@code down},
 * {@code failed}, {@code stopped}, the last three with {@code #why} if wanted. What a line does not
 * mention stays as it is.
 *
 * @param weightPercent the share of the configured weight
 * @param maxConn the most requests at a time
 * @param admin what the server wants of the load balancer
 * @param operation whether it says that it works
 * @param reason why it does not; empty when it does not say
 * @param unknown words that mean nothing here
 */
public record AgentReport(
    OptionalInt weightPercent,
    OptionalInt maxConn,
    Optional<Admin> admin,
    Optional<Operation> operation,
    String reason,
    List<String> unknown) {

  /** The most that a weight can be scaled to; the proxy bounds the product. */
  private static final int MOST_PERCENT = 25_600;

  private static final int MOST_CONNECTIONS = 1_000_000;

  /** What a server wants of the load balancer. */
  public enum Admin {
    READY,
    DRAIN,
    MAINT
  }

  /** Whether a server says that it works. */
  public enum Operation {
    UP,
    DOWN,
    FAILED,
    STOPPED
  }

  public AgentReport {
    unknown = List.copyOf(unknown);
  }

  /** Reads a line; words of any case, with blanks or commas between them. Never throws. */
  public static AgentReport parse(String line) {
    int hash = line.indexOf('#');
    String reason = hash < 0 ? "" : line.substring(hash + 1).strip();
    OptionalInt weight = OptionalInt.empty();
    OptionalInt maxConn = OptionalInt.empty();
    Optional<Admin> admin = Optional.empty();
    Optional<Operation> operation = Optional.empty();
    List<String> unknown = new ArrayList<>();
    String words = (hash < 0 ? line : line.substring(0, hash)).strip();
    for (String word : words.isEmpty() ? new String[0] : words.split("[\\s,]+", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.matches("[0-9]{1,5}%")) {
        weight = bounded(lower.substring(0, lower.length() - 1), MOST_PERCENT);
      } else if (lower.matches("maxconn:[0-9]{1,9}")) {
        maxConn = bounded(lower.substring("maxconn:".length()), MOST_CONNECTIONS);
      } else {
        switch (lower) {
          case "ready" -> admin = Optional.of(Admin.READY);
          case "drain" -> admin = Optional.of(Admin.DRAIN);
          case "maint" -> admin = Optional.of(Admin.MAINT);
          case "up" -> operation = Optional.of(Operation.UP);
          case "down" -> operation = Optional.of(Operation.DOWN);
          case "fail", "failed" -> operation = Optional.of(Operation.FAILED);
          case "stopped" -> operation = Optional.of(Operation.STOPPED);
          default -> unknown.add(word);
        }
      }
    }
    return new AgentReport(weight, maxConn, admin, operation, reason, unknown);
  }

  private static OptionalInt bounded(String number, int most) {
    return OptionalInt.of(Math.min(most, Integer.parseInt(number)));
  }

  /** All that is known when an agent said this before and then the newer. */
  public AgentReport then(AgentReport newer) {
    return new AgentReport(
        newer.weightPercent.isPresent() ? newer.weightPercent : weightPercent,
        newer.maxConn.isPresent() ? newer.maxConn : maxConn,
        newer.admin.or(() -> admin),
        newer.operation.or(() -> operation),
        newer.operation.isPresent() ? newer.reason : reason,
        newer.unknown);
  }

  /** Whether it says anything that can be understood. */
  public boolean meaningful() {
    return weightPercent.isPresent()
        || maxConn.isPresent()
        || admin.isPresent()
        || operation.isPresent();
  }

  /** Whether it says that the server does not work. */
  public boolean down() {
    return operation.filter(said -> said != Operation.UP).isPresent();
  }
}
