package io.mainstay.proxy.session;

/**
 * Who ended a session and what it was doing then, in HAProxy's two letters: {@code --} for one that
 * came to its end, {@code sH} for a server that did not answer in time, {@code CD} for a client
 * that left in the middle of a body.
 *
 * @param by who ended it
 * @param in what it was doing
 */
public record TerminationState(EndedBy by, EndedIn in) {
  private static final EndedIn[] PHASES = EndedIn.values();
  private static final TerminationState[] ALL = all();

  /** How many there are. */
  public static final int COUNT = ALL.length;

  /** A session that came to its end. */
  public static final TerminationState NORMAL = of(EndedBy.NOBODY, EndedIn.NOTHING);

  /** The one for these; allocates nothing. */
  @SuppressWarnings("EnumOrdinal") // The table lives as long as the enums' order.
  public static TerminationState of(EndedBy by, EndedIn in) {
    return ALL[by.ordinal() * PHASES.length + in.ordinal()];
  }

  /** All of them, each at its {@link #index()}. */
  public static TerminationState at(int index) {
    return ALL[index];
  }

  /** Its place among all. */
  @SuppressWarnings("EnumOrdinal") // The table lives as long as the enums' order.
  public int index() {
    return by.ordinal() * PHASES.length + in.ordinal();
  }

  /** The two letters. */
  public String letters() {
    return new String(new char[] {by.letter(), in.letter()});
  }

  /** A client that broke its request off, or broke a rule inside of it. */
  public static TerminationState clientSide(EndedBy by, Sending sending, Answering answering) {
    if (answering == Answering.BEGUN || sending == Sending.BODY) {
      return of(by, EndedIn.DATA);
    }
    return of(by, sending == Sending.NOTHING ? EndedIn.CONNECT : EndedIn.HEADERS);
  }

  /** A server's failure, as the client sees it. */
  public static TerminationState serverSide(Failure failure, Answering answering) {
    EndedBy by =
        switch (failure) {
          case NO_SERVER, NO_SERVER_LEFT, REFUSED, SERVER_CLOSED -> EndedBy.SERVER;
          case QUEUE_TIMEOUT, CONNECT_TIMEOUT, SERVER_TIMEOUT -> EndedBy.SERVER_TIMEOUT;
          case QUEUE_FULL, BAD_RESPONSE -> EndedBy.PROXY;
        };
    EndedIn in =
        switch (failure) {
          case NO_SERVER_LEFT, QUEUE_TIMEOUT, QUEUE_FULL -> EndedIn.QUEUE;
          case NO_SERVER, REFUSED, CONNECT_TIMEOUT -> EndedIn.CONNECT;
          case SERVER_CLOSED, BAD_RESPONSE, SERVER_TIMEOUT ->
              answering == Answering.BEGUN ? EndedIn.DATA : EndedIn.HEADERS;
        };
    return of(by, in);
  }

  /** What of a request is with the server. */
  public enum Sending {
    /** Nothing yet. */
    NOTHING,
    /** The head and some of the body. */
    BODY,
    /** All of it. */
    ALL
  }

  /** What of an answer is with the client. */
  public enum Answering {
    /** Nothing yet. */
    NOTHING,
    /** At least its head. */
    BEGUN
  }

  private static TerminationState[] all() {
    TerminationState[] all = new TerminationState[EndedBy.values().length * PHASES.length];
    for (EndedBy by : EndedBy.values()) {
      for (EndedIn in : PHASES) {
        TerminationState state = new TerminationState(by, in);
        all[state.index()] = state;
      }
    }
    return all;
  }
}
