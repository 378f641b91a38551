package io.mainstay.proxy.netty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of files, made anew when they change. Event loops read it; one control thread makes
 * it. What they may still be using is let go of only {@link #GRACE_NANOS} later.
 *
 * @param <T> immutable
 */
final class Reloaded<T> {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.proxy.tls");

  /** No event loop holds on to what it read here for longer than one turn. */
  private static final long GRACE_NANOS = 60_000_000_000L;

  /** Makes it and lets go of it. */
  interface Source<T> {
    T load() throws IOException;

    void release(T old);
  }

  private record Old<T>(T value, long sinceNanos) {}

  private final String name;
  private final WatchedFiles files;
  private final Source<T> source;
  private final AtomicReference<T> current;
  private final List<Old<T>> old = new ArrayList<>();

  /**
   * Makes it the first time.
   *
   * @param name whose it is, for messages
   */
  Reloaded(String name, WatchedFiles files, Source<T> source) throws IOException {
    this.name = name;
    this.files = files;
    this.source = source;
    files.changed();
    try {
      this.current = new AtomicReference<>(source.load());
    } catch (IOException e) {
      throw name.isEmpty() ? e : new IOException(name + ": " + e.getMessage(), e);
    }
  }

  /** What is in force; any thread. */
  T get() {
    return current.getAcquire();
  }

  /** Makes it anew if a file has changed; the control thread. */
  void poll(long nowNanos) {
    if (!old.isEmpty() && nowNanos - old.get(0).sinceNanos >= GRACE_NANOS) {
      source.release(old.remove(0).value);
    }
    if (!files.changed()) {
      return;
    }
    try {
      T made = source.load();
      old.add(new Old<>(current.getPlain(), nowNanos));
      current.setRelease(made);
      LOG.info("{}: certificates read again, for a file has changed", name);
    } catch (IOException e) {
      LOG.error(
          "{}: a file has changed and cannot be used, so the old one stays: {}",
          name,
          e.getMessage());
    }
  }

  /** Lets go of everything; when no event loop runs any more. */
  void close() {
    old.forEach(one -> source.release(one.value));
    old.clear();
    source.release(get());
  }
}
