package io.mainstay.vip.docker;

import io.mainstay.health.source.ServerListener;
import io.mainstay.health.source.ServerSource;
import io.mainstay.health.source.ServerSourceFactory;
import java.util.Map;
import java.util.Set;

/**
 * Makes the source {@code docker}: the containers of an Engine that have a label. {@link
 * DockerSourceSettings} are its settings.
 */
public final class DockerSourceFactory implements ServerSourceFactory {

  @Override
  public ServerSource start(String backend, Map<String, String> settings, ServerListener listener) {
    return DockerServers.start(DockerSourceSettings.parse(backend, settings), listener);
  }

  @Override
  public void check(String backend, Map<String, String> settings) {
    DockerSourceSettings.parse(backend, settings);
  }

  /** All of them: none is a secret. */
  @Override
  public Set<String> plainSettings() {
    return DockerSourceSettings.NAMES;
  }
}
