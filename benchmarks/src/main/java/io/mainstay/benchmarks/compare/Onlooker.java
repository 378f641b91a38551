package io.mainstay.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks at a node all the time: asks for its metrics and its page once a second, on a
 * thread of its own. {@link #close} ends it, and tells when it could not see something.
 */
final class Onlooker implements AutoCloseable {
  private static final List<String> LOOKS_AT = List.of("/metrics", "/");
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int OK = 200;

  private final Thread thread;
  private volatile @Nullable IOException problem;

  private Onlooker(int statusPort) {
    thread = new Thread(() -> look(statusPort), "onlooker");
    thread.setDaemon(true);
  }

  /** Looks at it from now on; null when it is not to be observed. */
  static @Nullable Onlooker of(Contestant one) {
    if (!one.peer().watched()) {
      return null;
    }
    Onlooker onlooker = new Onlooker(one.statusPort());
    onlooker.thread.start();
    return onlooker;
  }

  private void look(int port) {
    try {
      while (true) {
        for (String path : LOOKS_AT) {
          get(URI.create("http://127.0.0.1:" + port + path));
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException e) {
      problem = e;
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static void get(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (connection.getResponseCode() != OK) {
      throw new IOException(uri + " answers " + connection.getResponseCode());
    }
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }

  /**
   * @throws UncheckedIOException when the node was not to be seen at some time
   */
  @Override
  public void close() {
    thread.interrupt();
    IOException seen = problem;
    if (seen != null) {
      throw new UncheckedIOException(seen);
    }
  }
}
