package io.mainstay.node.accesslog;

import java.time.ZoneId;

/** How a session's line looks. */
public enum LogFormat {
  /** HAProxy's httplog; its tcplog for a session in TCP mode. */
  HTTP,
  /** HAProxy's tcplog, for requests too. */
  TCP,
  /** One JSON object. */
  JSON;

  /** Who writes such lines, with the dates of that zone. For one thread. */
  public SessionFormat in(ZoneId zone) {
    return switch (this) {
      case HTTP -> new HaproxyFormat(zone, true);
      case TCP -> new HaproxyFormat(zone, false);
      case JSON -> new JsonFormat();
    };
  }
}
