package io.mainstay.node.config;

import java.util.Locale;

/** How the thread of the virtual routers is scheduled beside all others of its host. */
public enum VrrpPriority {
  /** The best that the kernel grants; not getting any is no reason to warn. */
  AUTO,
  /** Before every ordinary thread of the host. */
  REALTIME,
  /** Before the ordinary threads of the same session or control group. */
  NICE,
  /** As every other thread. */
  NORMAL;

  /** As configuration and status write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
