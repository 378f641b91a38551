package io.mainstay.proxy.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link RequestQueue}, which alone reads and writes what is in here.
 *
 * @param <S> a server with its line
 */
public abstract class Place<S extends WaitingLine> {
  @Nullable WaitingLine line;
  @Nullable Place<?> ahead;
  @Nullable Place<?> behind;

  /** Who came first has the lower one. */
  long number;

  private final List<S> avoided;

  /** For what takes a place and may have any server. */
  protected Place() {
    this(List.of());
  }

  /**
   * For what takes a place and must have none of these servers: they failed it already. Another
   * server that comes by the same name is none of them.
   */
  protected Place(List<S> avoided) {
    this.avoided = List.copyOf(avoided);
  }

  /** The servers that it must not have. */
  public final List<S> avoided() {
    return avoided;
  }

  final boolean avoids(WaitingLine server) {
    for (int i = 0; i < avoided.size(); i++) {
      if (avoided.get(i) == server) {
        return true;
      }
    }
    return false;
  }
}
