package io.mainstay.proxy;

/** Whether a server gets requests. */
public enum ServerState {
  /** It gets its turns. */
  UP,
  /** It is up and asked for no new request or connection; those running finish. */
  NOLB,
  /** It gets no new request; those running finish. */
  DOWN
}
