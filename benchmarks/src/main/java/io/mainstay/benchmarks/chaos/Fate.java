package io.mainstay.benchmarks.chaos;

/** What a server does with a request. */
enum Fate {
  /** Answers it. */
  ANSWER,
  /**
   * Answers it, says nothing of an end, and closes: whoever comes next meets a closed connection.
   */
  LEAVE_AFTER,
  /** Answers before it has read the body, and closes. */
  EARLY,
  /** Closes without a word. */
  CLOSE_SILENT,
  /** Resets without a word. */
  RESET_SILENT,
  /** Closes in the middle of the answer's head. */
  CLOSE_IN_HEAD,
  /** Resets there. */
  RESET_IN_HEAD,
  /** Closes in the middle of the answer's body. */
  CLOSE_IN_BODY,
  /** Resets there. */
  RESET_IN_BODY,
  /** Answers what is no HTTP. */
  JUNK,
  /** Never answers. */
  HANG,
  /** Answers when as many requests are here as the backend's servers may have together. */
  MEET;

  /** Whether the request gets its whole answer. */
  boolean serves() {
    return this == ANSWER || this == LEAVE_AFTER || this == EARLY || this == MEET;
  }

  /** Whether a proxy that may repeat the request can do so: no byte of an answer was written. */
  boolean saysNothing() {
    return this == CLOSE_SILENT || this == RESET_SILENT || this == HANG;
  }

  boolean resets() {
    return this == RESET_SILENT || this == RESET_IN_HEAD || this == RESET_IN_BODY;
  }
}
