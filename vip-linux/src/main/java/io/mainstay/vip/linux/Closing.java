package io.mainstay.vip.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Closes what was opened so far, last first, unless all of it was opened and is handed on. */
final class Closing implements AutoCloseable {
  private final Deque<Runnable> opened = new ArrayDeque<>();

  <T> T add(T resource, Consumer<T> close) {
    opened.push(() -> close.accept(resource));
    return resource;
  }

  /** Hands everything on to its owner: this closes nothing any more, and what it returns does. */
  Closing release() {
    Closing owner = new Closing();
    owner.opened.addAll(opened);
    opened.clear();
    return owner;
  }

  @Override
  public synchronized void close() {
    opened.forEach(Runnable::run);
    opened.clear();
  }
}
