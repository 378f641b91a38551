package io.mainstay.proxy;

/** When a server takes part. */
public enum ServerRole {
  /** Whenever it is up. */
  ACTIVE,
  /** Only while no active server of its backend is up; see {@link Backups}. */
  BACKUP
}
