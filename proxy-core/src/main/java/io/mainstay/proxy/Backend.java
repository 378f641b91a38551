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
 * @param queue how requests wait while all of them have as many as they may
 * @param httpReuse which kept connections a request may use
 * @param backups which of its backup servers stand in
 * @param ownAnswers what clients are told in place of the proxy's own words, in HTTP mode
 */
public record Backend(
    String name,
    List<Server> servers,
    BackendTimeouts timeouts,
    RetryPolicy retry,
    Balance balance,
    QueuePolicy queue,
    HttpReuse httpReuse,
    Backups backups,
    OwnAnswers ownAnswers) {
  /** Refuses two servers of one name. */
  public Backend {
    Names.require("backend", name);
    servers = List.copyOf(servers);
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(balance, "balance");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(httpReuse, "httpReuse");
    Objects.requireNonNull(backups, "backups");
    Objects.requireNonNull(ownAnswers, "ownAnswers");
    Names.requireUnique("backend " + name + ": server", servers, Server::name);
  }

  /** With the default retry policy, in turn. */
  public Backend(String name, List<Server> servers, BackendTimeouts timeouts) {
    this(
        name,
        servers,
        timeouts,
        RetryPolicy.defaults(),
        Balance.ROUND_ROBIN,
        QueuePolicy.defaults(),
        HttpReuse.SAFE,
        Backups.FIRST,
        OwnAnswers.NONE);
  }

  /** A backend with default timeouts. */
  public static Backend of(String name, Server... servers) {
    return new Backend(name, List.of(servers), BackendTimeouts.defaults());
  }

  /** The same with other timeouts. */
  public Backend withTimeouts(BackendTimeouts other) {
    return new Backend(name, servers, other, retry, balance, queue, httpReuse, backups, ownAnswers);
  }

  /** The same with another retry policy. */
  public Backend withRetry(RetryPolicy other) {
    return new Backend(
        name, servers, timeouts, other, balance, queue, httpReuse, backups, ownAnswers);
  }

  /** The same with another way to choose. */
  public Backend withBalance(Balance other) {
    return new Backend(
        name, servers, timeouts, retry, other, queue, httpReuse, backups, ownAnswers);
  }

  /** The same with another way to wait. */
  public Backend withQueue(QueuePolicy other) {
    return new Backend(
        name, servers, timeouts, retry, balance, other, httpReuse, backups, ownAnswers);
  }

  /** The same with other servers. */
  public Backend withServers(List<Server> other) {
    return new Backend(
        name, other, timeouts, retry, balance, queue, httpReuse, backups, ownAnswers);
  }

  /** The same with another use of kept connections. */
  public Backend withHttpReuse(HttpReuse other) {
    return new Backend(name, servers, timeouts, retry, balance, queue, other, backups, ownAnswers);
  }

  /** The same with another choice of backup servers. */
  public Backend withBackups(Backups other) {
    return new Backend(
        name, servers, timeouts, retry, balance, queue, httpReuse, other, ownAnswers);
  }

  /** The same with other answers of its own. */
  public Backend withOwnAnswers(OwnAnswers other) {
    return new Backend(name, servers, timeouts, retry, balance, queue, httpReuse, backups, other);
  }
}
