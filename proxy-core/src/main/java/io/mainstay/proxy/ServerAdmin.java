package io.mainstay.proxy;

/** What an operator wants of a server, whatever its health checks say. */
public enum ServerAdmin {
  /** It gets its turns while it is up. */
  READY,
  /** It gets no new request or connection; those running finish, and so do tunnels. */
  DRAIN,
  /** As {@link #DRAIN}; it may be taken apart, so unused connections to it are closed as well. */
  MAINT
}
