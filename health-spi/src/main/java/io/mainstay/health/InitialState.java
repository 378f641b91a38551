package io.mainstay.health;

/** What a target counts as before its first probe (HAProxy's {@code init-state}). */
public enum InitialState {
  /** Up, and it takes {@code fall} failures to be down. */
  FULLY_UP,
  /** Up, but the first failure takes it down; the first success settles it. The usual choice. */
  UP,
  /** Down, but the first success takes it up. */
  DOWN,
  /** Down, and it takes {@code rise} successes to be up. */
  FULLY_DOWN
}
