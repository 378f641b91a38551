package io.mainstay.proxy;

/** Which backup servers stand in when no active server is up. */
public enum Backups {
  /** The first of them that is up, alone. The default. */
  FIRST,
  /** All that are up, balanced as active ones are (HAProxy's {@code option allbackups}). */
  ALL
}
