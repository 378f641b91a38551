package io.mainstay.benchmarks.chaos;

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
  STREAMS(3, 8, true, false);

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
