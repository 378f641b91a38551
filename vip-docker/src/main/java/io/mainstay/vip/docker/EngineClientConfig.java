package io.mainstay.vip.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What docker-java asks of a configuration, and nothing from the environment or the user's home: no
 * image is pulled here, so there is no registry and no password.
 */
record EngineClientConfig(URI engine, RemoteApiVersion version) implements DockerClientConfig {

  @Override
  public URI getDockerHost() {
    return engine;
  }

  @Override
  public RemoteApiVersion getApiVersion() {
    return version;
  }

  @Override
  public @Nullable String getRegistryUsername() {
    return null;
  }

  @Override
  public @Nullable String getRegistryPassword() {
    return null;
  }

  @Override
  public @Nullable String getRegistryEmail() {
    return null;
  }

  @Override
  public @Nullable String getRegistryUrl() {
    return null;
  }

  @Override
  public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
    return null;
  }

  @Override
  public AuthConfigurations getAuthConfigurations() {
    return new AuthConfigurations();
  }

  @Override
  @SuppressWarnings("deprecation") // docker-java's interface wants this very type
  public @Nullable SSLConfig getSSLConfig() {
    return null;
  }
}
