package io.mainstay.proxy;

import java.util.List;
import java.util.Objects;

/**
 * Servers that can stand in for each other.
 *
 * @param name unique among the backends
 * @param servers in the order of their turns; may be empty, and then every answer is 503
 * @param timeouts how long to wait for them
 * @param retry when a request that one of them failed is sent again
 * @param balance which of them gets the next request
 */
public record Backend(
    String name,
    List<Server> servers,
    BackendTimeouts timeouts,
    RetryPolicy retry,
    Balance balance) {
  /** Refuses two servers of one name. */
  public Backend {
    Names.require("backend", name);
    servers = List.copyOf(servers);
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(balance, "balance");
    Names.requireUnique("backend " + name + ": server", servers, Server::name);
  }

  /** With the default retry policy, in turn. */
  public Backend(String name, List<Server> servers, BackendTimeouts timeouts) {
    this(name, servers, timeouts, RetryPolicy.defaults(), Balance.ROUND_ROBIN);
  }

  /** A backend with default timeouts. */
  public static Backend of(String name, Server... servers) {
    return new Backend(name, List.of(servers), BackendTimeouts.defaults());
  }

  /** The same with other timeouts. */
  public Backend withTimeouts(BackendTimeouts other) {
    return new Backend(name, servers, other, retry, balance);
  }

  /** The same with another retry policy. */
  public Backend withRetry(RetryPolicy other) {
    return new Backend(name, servers, timeouts, other, balance);
  }

  /** The same with another way to choose. */
  public Backend withBalance(Balance other) {
    return new Backend(name, servers, timeouts, retry, other);
  }
}
