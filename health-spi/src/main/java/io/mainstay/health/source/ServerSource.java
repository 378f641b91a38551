package io.mainstay.health.source;

/**
 * Looks for the servers of one backend until it is closed. It tells its listener all that it finds:
 * once when it knows for the first time, also when that is nobody, and then whenever something has
 * changed. While it cannot know, because whom it asks does not answer, it tells nothing: the
 * servers stay as they were, and whether one of them can serve is its health check's to say.
 */
public interface ServerSource extends AutoCloseable {

  /** Stops looking; nothing is told any more when it returns, unless the listener hangs. */
  @Override
  void close();
}
