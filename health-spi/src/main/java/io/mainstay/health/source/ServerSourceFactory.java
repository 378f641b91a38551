package io.mainstay.health.source;

import java.util.Map;
import java.util.Set;

/** Makes sources of one kind. A plug-in offers one under the name that configurations use. */
public interface ServerSourceFactory {

  /**
   * Starts to look. Does not wait for an answer.
   *
   * @param backend the backend that the servers are for
   * @param settings as written
   * @throws IllegalArgumentException as {@link #check}
   */
  ServerSource start(String backend, Map<String, String> settings, ServerListener listener);

  /**
   * Looks at settings without opening anything.
   *
   * @throws IllegalArgumentException when one is missing, wrong or unknown; the message says which
   */
  void check(String backend, Map<String, String> settings);

  /** Names of settings that anybody may read; the values of others are never shown. */
  default Set<String> plainSettings() {
    return Set.of();
  }
}
