package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.RoundRobin;
import java.util.Arrays;

/** One backend as all event loops see it: whose turn it is and who is up. */
final class BackendState {
  final Backend backend;
  final RoundRobin turns;

  private final ServerState[] states;

  BackendState(Backend backend) {
    this.backend = backend;
    this.turns = new RoundRobin(backend.servers().stream().mapToInt(Server::weight).toArray());
    this.states = new ServerState[backend.servers().size()];
    Arrays.fill(states, ServerState.UP);
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
    boolean[] up = new boolean[states.length];
    for (int i = 0; i < up.length; i++) {
      up[i] = states[i] == ServerState.UP;
    }
    turns.available(up);
    return true;
  }

  synchronized ServerState state(int server) {
    return states[server];
  }
}
