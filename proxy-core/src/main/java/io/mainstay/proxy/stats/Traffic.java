package io.mainstay.proxy.stats;

/** What is counted for a frontend, a backend or a server; not every side counts all of it. */
public enum Traffic {
  /** Connections ever; of clients, without those {@link #DENIED}. */
  CONNECTIONS,
  /** Connections now. */
  CONNECTIONS_NOW,
  /** Requests ever. */
  REQUESTS,
  /** Requests now. */
  REQUESTS_NOW,
  /** Requests that broke a rule or a limit and never reached a server. */
  REFUSED,
  /** Requests sent over a connection that had served another before. */
  REUSES,
  /** Connections that could not be opened. */
  CONNECTION_ERRORS,
  /** Exchanges that the server failed: closed early, late, or answered against the rules. */
  RESPONSE_ERRORS,
  /** Requests sent again to the server that failed them. */
  RETRIES,
  /** Exchanges that the client left before their end. */
  CLIENT_ABORTS,
  /** Bytes from clients. */
  BYTES_IN,
  /** Bytes to clients. */
  BYTES_OUT,
  /** Unused connections now. */
  IDLE_NOW,
  /** Answers that the server ended before their end. */
  SERVER_ABORTS,
  /** Requests sent to another server than the one they had. */
  REDISPATCHES,
  /** Connections closed at once because a limit was reached. */
  DENIED,
  /** Requests that did not arrive whole: they were late, or their client left. */
  UNFINISHED,
  /** Requests answered without a valid head of theirs. */
  UNREAD,
  /** Requests that the proxy answered because it was asked itself. */
  OWN_ANSWERS,
  /** Times that the balancer chose a server. */
  CHOICES,
  /** Sessions given to a server, repetitions included, whether they reached it or not. */
  TRIES,
  /** Sessions that have a server now, whether they have reached it or not. */
  SESSIONS_NOW,
  /** Connections that were to be opened. */
  CONNECT_ATTEMPTS,
  /** Sessions that ended because no connection could be had. */
  UNREACHED,
  /** Unused connections now that were reused before. */
  IDLE_PROVEN_NOW,
  /** Faults of the proxy itself. */
  FAULTS,
  /** Responses of no known class; of clients, also requests that ended without any. */
  RESPONSES_OTHER,
  /** Responses 1xx that were final: a switch of protocols. */
  RESPONSES_1XX,
  /** Responses 2xx. */
  RESPONSES_2XX,
  /** Responses 3xx. */
  RESPONSES_3XX,
  /** Responses 4xx. */
  RESPONSES_4XX,
  /** Responses 5xx. */
  RESPONSES_5XX;

  /** The counter for a response status. */
  public static Traffic ofStatus(int status) {
    return switch (status / 100) {
      case 1 -> RESPONSES_1XX;
      case 2 -> RESPONSES_2XX;
      case 3 -> RESPONSES_3XX;
      case 4 -> RESPONSES_4XX;
      case 5 -> RESPONSES_5XX;
      default -> RESPONSES_OTHER;
    };
  }
}
