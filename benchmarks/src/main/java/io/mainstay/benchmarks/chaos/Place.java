package io.mainstay.benchmarks.chaos;

import java.util.concurrent.TimeUnit;

/** A frontend and its backend, each with rules of its own; {@link NodeFile} writes them down. */
enum Place {
  /** The defaults, with health checks. */
  PLAIN(3, 0, true, false),
  /** Repeats after whatever it may. */
  PATIENT(4, 0, false, true),
  /** Few requests at a time; the others wait. */
  NARROW(2, 3, true, false),
  /** One server, which is waited for while it is away. */
  STUBBORN(1, 0, false, false),
  /** TCP mode, few sessions at a time. */
  STREAMS(3, 8, true, false),
  /** TCP mode without checks; servers whose doors are crowded, so that connecting takes long. */
  DISTANT(2, 0, false, false);

  /** Further tries of a request. */
  static final int RETRIES = 3;

  private final int servers;
  private final int maxConn;
  private final boolean checked;
  private final boolean retriesAll;

  Place(int servers, int maxConn, boolean checked, boolean retriesAll) {
    this.servers = servers;
    this.maxConn = maxConn;
    this.checked = checked;
    this.retriesAll = retriesAll;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  int servers() {
    return servers;
  }

  /** Connections that may wait to be accepted. */
  int backlog() {
    return this == DISTANT ? 1 : 256;
  }

  /** The time between two that are accepted. */
  long acceptNanos() {
    return this == DISTANT ? TimeUnit.MILLISECONDS.toNanos(200) : 0;
  }

  /** Whether it is in TCP mode. */
  boolean tcp() {
    return this == STREAMS || this == DISTANT;
  }

  /** Requests at a time and server; 0 for any number. */
  int maxConn() {
    return maxConn;
  }

  /** Whether health checks take its servers out. */
  boolean checked() {
    return checked;
  }

  /** Whether {@code retry-on} names everything. */
  boolean retriesAll() {
    return retriesAll;
  }
}
