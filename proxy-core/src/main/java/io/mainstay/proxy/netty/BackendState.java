package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.Load;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One backend as all event loops see it: whose turn it is and who is up. */
final class BackendState {
  final Backend backend;
  final RoundRobin turns;

  /** What the event loops count, per server; complete before the first of them runs. */
  private final List<List<Counters<Traffic>>> counted = new ArrayList<>();

  /** Who takes part; replaced as a whole. */
  private volatile boolean[] taking;

  private final ServerState[] states;
  private final ServerAdmin[] admins;

  BackendState(Backend backend) {
    this.backend = backend;
    this.turns = new RoundRobin(backend.servers().stream().mapToInt(Server::weight).toArray());
    backend.servers().forEach(server -> counted.add(new ArrayList<>()));
    this.states = new ServerState[backend.servers().size()];
    Arrays.fill(states, ServerState.UP);
    this.admins = new ServerAdmin[states.length];
    Arrays.fill(admins, ServerAdmin.READY);
    this.taking = taking();
  }

  /** Lets an event loop's counters of a server count for its load. */
  void count(int server, Counters<Traffic> counters) {
    counted.get(server).add(counters);
  }

  /** The server that gets the next request, or {@link RoundRobin#NONE}. */
  int next(int lot) {
    return switch (backend.balance()) {
      case ROUND_ROBIN -> turns.next();
      case LEAST_CONN -> leastBusy(turns.next());
      case RANDOM -> lessBusy(turns.draw(lot), turns.draw(lot >>> Short.SIZE));
    };
  }

  private int leastBusy(int first) {
    boolean[] current = taking;
    int best = first;
    for (int i = 1; i < states.length && best != RoundRobin.NONE; i++) {
      int other = (first + i) % states.length;
      if (current[other]) {
        best = lessBusy(best, other);
      }
    }
    return best;
  }

  private int lessBusy(int a, int b) {
    boolean second =
        a != b
            && a != RoundRobin.NONE
            && b != RoundRobin.NONE
            && Load.lessAtSecond(
                running(a),
                backend.servers().get(a).weight(),
                running(b),
                backend.servers().get(b).weight());
    return second ? b : a;
  }

  private long running(int server) {
    List<Counters<Traffic>> loops = counted.get(server);
    long running = 0;
    for (int i = 0; i < loops.size(); i++) {
      running += loops.get(i).get(Traffic.REQUESTS_NOW);
    }
    return running;
  }

  int indexOf(String server) {
    for (int i = 0; i < states.length; i++) {
      if (backend.servers().get(i).name().equals(server)) {
        return i;
      }
    }
    throw new IllegalArgumentException("backend " + backend.name() + " has no server " + server);
  }

  /** Returns whether that changed anything. */
  synchronized boolean state(int server, ServerState state) {
    if (states[server] == state) {
      return false;
    }
    states[server] = state;
    publish();
    return true;
  }

  synchronized void admin(int server, ServerAdmin admin) {
    admins[server] = admin;
    publish();
  }

  synchronized ServerAdmin admin(int server) {
    return admins[server];
  }

  private void publish() {
    boolean[] now = taking();
    turns.available(now);
    taking = now;
  }

  private boolean[] taking() {
    boolean[] now = new boolean[states.length];
    for (int i = 0; i < now.length; i++) {
      now[i] =
          states[i] == ServerState.UP
              && admins[i] == ServerAdmin.READY
              && backend.servers().get(i).weight() > 0;
    }
    return now;
  }

  synchronized ServerState state(int server) {
    return states[server];
  }
}
