package io.mainstay.proxy.queue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for the servers of one backend: one line for whichever server is free
 * first, and one for each server, which may come and go. First come, first served: a free slot goes
 * to whoever has waited longest of those whom its server may serve. One thread only.
 *
 * <p>Where a server is asked for or told, null stands for whichever is free first.
 *
 * @param <P> what waits
 * @param <S> a server with its line
 */
public final class RequestQueue<P extends Place<S>, S extends WaitingLine> {
  /** What the queue needs to know of the servers. */
  public interface Servers<S> {
    /** Whether any server takes part that is none of {@code avoided}. */
    boolean anyUsable(List<S> avoided);

    /** Whether a server takes part at all, whatever it has to do. */
    boolean usable(S server);

    /** Takes a slot of a server if there is one. */
    boolean acquire(S server);

    /**
     * Takes a slot of any usable server that is none of {@code avoided}; null when all are full.
     */
    @Nullable S acquireAny(List<S> avoided);
  }

  /** What becomes of those that waited. */
  public interface Door<P, S> {
    /** It has a slot of {@code server}. */
    void admit(P place, S server, @Nullable S waitedFor);

    /** So many wait for whichever server is free, since theirs is not usable any more. */
    void moved(S from, int count);

    /** No server is left. */
    void refuse(P place, @Nullable S waitedFor);
  }

  private final Servers<S> servers;
  private final Door<P, S> door;
  private final WaitingLine any = new WaitingLine();

  /** Those whose own lines are not empty. */
  private final Set<S> waitedFor = new LinkedHashSet<>();

  private int length;
  private long numbers;

  /** Empty. */
  public RequestQueue(Servers<S> servers, Door<P, S> door) {
    this.servers = servers;
    this.door = door;
  }

  /** The line for whichever server is free first. */
  WaitingLine any() {
    return any;
  }

  /** Takes a place; it may be admitted or refused at once. */
  public void join(P place, @Nullable S server) {
    place.number = numbers++;
    length++;
    if (server == null) {
      any.add(place);
    } else {
      server.add(place);
      waitedFor.add(server);
    }
    if (!servers.anyUsable(place.avoided()) || (server != null && !servers.usable(server))) {
      changed();
    } else if (server == null) {
      fillAny();
    } else {
      freed(server);
    }
  }

  /** Gives a place up; false when it was admitted or refused before. */
  public boolean leave(P place) {
    WaitingLine line = place.line;
    if (line != null) {
      out(line, place);
    }
    return line != null;
  }

  private void out(WaitingLine line, Place<?> place) {
    line.remove(place);
    length--;
    if (line != any && line.length() == 0) {
      waitedFor.remove(server(line));
    }
  }

  /** Which server a place waits for; only while it waits. */
  public @Nullable S waitsFor(P place) {
    WaitingLine line = place.line;
    return line == null ? null : server(line);
  }

  /** A slot of a server may be free. */
  public void freed(S server) {
    while (servers.usable(server) && oldest(server) != null && servers.acquire(server)) {
      admitOldest(server);
    }
  }

  /** Servers came or went, or have other limits. */
  public void changed() {
    if (!servers.anyUsable(List.of())) {
      refuseAll(any);
      for (S server : List.copyOf(waitedFor)) {
        refuseAll(server);
      }
      return;
    }
    for (S server : List.copyOf(waitedFor)) {
      if (!servers.usable(server)) {
        int count = server.length();
        any.takeOver(server);
        waitedFor.remove(server);
        door.moved(server, count);
      }
    }
    refuseWhoAvoidsAll();
    fillAny();
    for (S server : List.copyOf(waitedFor)) {
      freed(server);
    }
  }

  /** How many wait for a server, or in the common line. */
  public int length(@Nullable S server) {
    return (server == null ? any : server).length();
  }

  /** How many wait in all. */
  public int length() {
    return length;
  }

  /**
   * The balancer chooses among those with room, as long as somebody waits for any. Who avoids all
   * that have room is passed by.
   */
  private void fillAny() {
    Place<?> place = any.first();
    while (place != null) {
      Place<?> behind = place.behind;
      List<S> avoided = cast(place).avoided();
      S server = servers.acquireAny(avoided);
      if (server != null) {
        place = admitOldest(server) == place ? behind : place;
      } else if (!avoided.isEmpty()) {
        place = behind;
      } else {
        return;
      }
    }
  }

  private @Nullable Place<?> admitOldest(S server) {
    Place<?> place = oldest(server);
    WaitingLine line = place == null ? null : place.line;
    if (place != null && line != null) {
      out(line, place);
      door.admit(cast(place), server, server(line));
    }
    return place;
  }

  private @Nullable Place<?> oldest(S server) {
    Place<?> own = server.first();
    Place<?> common = any.first();
    while (common != null && common.avoids(server)) {
      common = common.behind;
    }
    if (own == null || common == null) {
      return own == null ? common : own;
    }
    return own.number < common.number ? own : common;
  }

  /** Only the common line: whoever has its own server's does not avoid that. */
  private void refuseWhoAvoidsAll() {
    Place<?> place = any.first();
    while (place != null) {
      Place<?> behind = place.behind;
      List<S> avoided = cast(place).avoided();
      if (!avoided.isEmpty() && !servers.anyUsable(avoided)) {
        out(any, place);
        door.refuse(cast(place), null);
      }
      place = behind;
    }
  }

  private void refuseAll(WaitingLine line) {
    for (Place<?> place = line.first(); place != null; place = line.first()) {
      out(line, place);
      door.refuse(cast(place), server(line));
    }
  }

  @SuppressWarnings("unchecked") // Only join adds places, and it takes no others.
  private P cast(Place<?> place) {
    return (P) place;
  }

  @SuppressWarnings("unchecked") // Only join adds places to lines, and it takes no others.
  private @Nullable S server(WaitingLine line) {
    return line == any ? null : (S) line;
  }
}
