package io.mainstay.vip.docker;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the Engine listens, and what a person can do when it does not. */
final class EngineSocket {

  private EngineSocket() {}

  /**
   * Reads an address as written.
   *
   * @throws IllegalArgumentException when it is neither a Unix socket nor a TCP port
   */
  static URI parse(String written) {
    URI engine;
    try {
      engine = new URI(written);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no URI: " + e.getMessage(), e);
    }
    boolean socket =
        "unix".equals(engine.getScheme())
            && engine.getPath() != null
            && !engine.getPath().isEmpty();
    boolean tcp =
        "tcp".equals(engine.getScheme()) && engine.getHost() != null && engine.getPort() > 0;
    if (!socket && !tcp) {
      throw new IllegalArgumentException(
          "must be unix:///path/to/docker.sock or tcp://host:port, not '" + written + "'");
    }
    return engine;
  }

  /** A problem with its cure. */
  static String explain(URI engine, EngineException problem) {
    if (!"unix".equals(engine.getScheme())) {
      return "no Docker Engine at " + engine + ": " + problem.getMessage();
    }
    Path socket = Path.of(engine.getPath());
    if (!Files.exists(socket)) {
      return "there is no "
          + socket
          + "; start the Docker Engine, mount its socket into this container, or say with engine"
          + " where it is";
    }
    if (!Files.isWritable(socket)) {
      return "this user may not write to "
          + socket
          + "; run as root or in the socket's group, and know that whoever may is root on this"
          + " host";
    }
    return "no Docker Engine at " + engine + ": " + problem.getMessage();
  }
}
