package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of trackers, each called by the key that says what is watched. */
enum TrackerKind {
  INTERFACE,
  PROCESS,
  PID_FILE,
  FILE,
  SCRIPT,
  CHECK,
  SERVER,
  BACKEND,
  FRONTEND,
  PROXY,
  EVENT_LOOP_LAG;

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kinds that a tracker names; a process beside a pid-file only says which one it must be. */
  static List<TrackerKind> of(ConfigObject tracker) {
    return Arrays.stream(values())
        .filter(kind -> tracker.containsKey(kind.key()))
        .filter(kind -> kind != PROCESS || !tracker.containsKey(PID_FILE.key()))
        .toList();
  }

  static String all() {
    return Arrays.stream(values()).map(TrackerKind::key).collect(Collectors.joining(", "));
  }
}
