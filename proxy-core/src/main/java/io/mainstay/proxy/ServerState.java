package io.mainstay.proxy;

/** Whether a server gets requests. */
public enum ServerState {
  /** It gets its turns. */
  UP,
  /** It gets no new request; those running finish. */
  DOWN
}
