package io.mainstay.proxy;

/** Which server gets the next request, or in TCP mode the next connection. */
public enum Balance {
  /** Each in its turn, as often as its weight says. The default. */
  ROUND_ROBIN,
  /**
   * The one with the fewest running requests for its weight, on all event loops together; equal
   * ones in turn. For long requests and TCP sessions.
   */
  LEAST_CONN,
  /**
   * The less busy of two drawn at random by weight (power of two choices): nearly as even as {@link
   * #LEAST_CONN} at the same small price however many servers there are.
   */
  RANDOM
}
