package io.mainstay.vip.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of the Engine's events, on a thread of docker-java's, until it is closed or ends. */
final class EngineEvents implements ResultCallback<Event> {

  private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);

  private final Consumer<Event> onEvent;
  private final Runnable onTurn;
  private @Nullable Closeable stream;
  private boolean closed;
  private volatile boolean ended;

  /**
   * @param onTurn runs when events come from now on, and when none will come any more
   */
  EngineEvents(Consumer<Event> onEvent, Runnable onTurn) {
    this.onEvent = onEvent;
    this.onTurn = onTurn;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void onStart(Closeable started) {
    synchronized (this) {
      stream = started;
      if (!closed) {
        onTurn.run();
        return;
      }
    }
    closeQuietly(started);
  }

  @Override
  public void onNext(Event event) {
    onEvent.accept(event);
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("docker events outcome=ended reason=\"{}\"", failure.toString());
    onComplete();
  }

  @Override
  public void onComplete() {
    ended = true;
    onTurn.run();
  }

  @Override
  public void close() {
    @Nullable Closeable toClose;
    synchronized (this) {
      closed = true;
      toClose = stream;
    }
    if (toClose != null) {
      closeQuietly(toClose);
    }
  }

  private static void closeQuietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("docker events cannot be closed", e);
    }
  }
}
