package io.mainstay.proxy.queue;

import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for the servers of one backend: one line for whichever server is free
 * first, and one for each server. First come, first served: a free slot goes to whoever has waited
 * longest of those whom its server may serve. One thread only.
 *
 * @param <P> what waits
 */
public final class RequestQueue<P extends Place> {
  /** Instead of a server: whichever is free first. */
  public static final int ANY = -1;

  /** What the queue needs to know of the servers. */
  public interface Servers {
    /** Whether a server takes part at all, whatever it has to do. */
    boolean usable(int server);

    /** Takes a slot of a server if there is one. */
    boolean acquire(int server);

    /**
     * Takes a slot of any usable server that is none of {@code avoided}, which is not to be
     * written; gives that server, or {@link #ANY} when all are full.
     */
    int acquireAny(int[] avoided);
  }

  /** What becomes of those that waited. */
  public interface Door<P> {
    /** It has a slot of {@code server}. */
    void admit(P place, int server, int waitedFor);

    /** So many wait for whichever server is free, since theirs is not usable any more. */
    void moved(int from, int count);

    /** No server is left. */
    void refuse(P place, int waitedFor);
  }

  private final Servers servers;
  private final Door<P> door;
  private final WaitingLine any = new WaitingLine(ANY);
  private final WaitingLine[] lines;
  private long numbers;

  /** Empty, for servers 0 to {@code count - 1}. */
  public RequestQueue(Servers servers, int count, Door<P> door) {
    this.servers = servers;
    this.door = door;
    this.lines = new WaitingLine[count];
    for (int i = 0; i < count; i++) {
      lines[i] = new WaitingLine(i);
    }
  }

  /** Takes a place; it may be admitted or refused at once. */
  public void join(P place, int server) {
    place.number = numbers++;
    line(server).add(place);
    if (!anyUsableFor(place) || (server != ANY && !servers.usable(server))) {
      changed();
    } else if (server == ANY) {
      fillAny();
    } else {
      freed(server);
    }
  }

  /** Gives a place up; false when it was admitted or refused before. */
  public boolean leave(P place) {
    WaitingLine line = place.line;
    if (line != null) {
      line.remove(place);
    }
    return line != null;
  }

  /** Which line a place is in; only while it waits. */
  public int waitsFor(P place) {
    WaitingLine line = place.line;
    return line == null ? ANY : line.server;
  }

  /** A slot of a server may be free. */
  public void freed(int server) {
    while (servers.usable(server) && oldest(server) != null && servers.acquire(server)) {
      admitOldest(server);
    }
  }

  /** Servers came or went, or have other limits. */
  public void changed() {
    if (!anyUsable()) {
      refuseAll(any);
      for (WaitingLine line : lines) {
        refuseAll(line);
      }
      return;
    }
    for (WaitingLine line : lines) {
      if (line.length() > 0 && !servers.usable(line.server)) {
        int count = line.length();
        any.takeOver(line);
        door.moved(line.server, count);
      }
    }
    refuseWhoAvoidsAll();
    fillAny();
    for (WaitingLine line : lines) {
      freed(line.server);
    }
  }

  /** How many wait for a server, or in the common line. */
  public int length(int server) {
    return line(server).length();
  }

  private WaitingLine line(int server) {
    return server == ANY ? any : lines[server];
  }

  private boolean anyUsable() {
    for (WaitingLine line : lines) {
      if (servers.usable(line.server)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyUsableFor(Place place) {
    for (WaitingLine line : lines) {
      if (servers.usable(line.server) && !place.avoids(line.server)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The balancer chooses among those with room, as long as somebody waits for any. Who avoids all
   * that have room is passed by.
   */
  private void fillAny() {
    Place place = any.first();
    while (place != null) {
      Place behind = place.behind;
      int server = servers.acquireAny(place.avoided());
      if (server != ANY) {
        place = admitOldest(server) == place ? behind : place;
      } else if (place.avoided().length > 0) {
        place = behind;
      } else {
        return;
      }
    }
  }

  private @Nullable Place admitOldest(int server) {
    Place place = oldest(server);
    WaitingLine line = place == null ? null : place.line;
    if (place != null && line != null) {
      line.remove(place);
      door.admit(cast(place), server, line.server);
    }
    return place;
  }

  private @Nullable Place oldest(int server) {
    Place own = lines[server].first();
    Place common = any.first();
    while (common != null && common.avoids(server)) {
      common = common.behind;
    }
    if (own == null || common == null) {
      return own == null ? common : own;
    }
    return own.number < common.number ? own : common;
  }

  private void refuseWhoAvoidsAll() {
    Place place = any.first();
    while (place != null) {
      Place behind = place.behind;
      if (place.avoided().length > 0 && !anyUsableFor(place)) {
        any.remove(place);
        door.refuse(cast(place), ANY);
      }
      place = behind;
    }
  }

  private void refuseAll(WaitingLine line) {
    for (Place place = line.first(); place != null; place = line.first()) {
      line.remove(place);
      door.refuse(cast(place), line.server);
    }
  }

  @SuppressWarnings("unchecked") // Only join adds places, and it takes no others.
  private P cast(Place place) {
    return (P) place;
  }
}
