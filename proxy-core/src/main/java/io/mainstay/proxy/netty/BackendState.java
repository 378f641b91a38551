package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.RoundRobin;
import java.util.Arrays;

/** One backend as all event loops see it: whose turn it is and who is up. */
final class BackendState {
  final Backend backend;
  final RoundRobin turns;

  private final ServerState[] states;
  private final ServerAdmin[] admins;

  BackendState(Backend backend) {
    this.backend = backend;
    this.turns = new RoundRobin(backend.servers().stream().mapToInt(Server::weight).toArray());
    this.states = new ServerState[backend.servers().size()];
    Arrays.fill(states, ServerState.UP);
    this.admins = new ServerAdmin[states.length];
    Arrays.fill(admins, ServerAdmin.READY);
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
    boolean[] taking = new boolean[states.length];
    for (int i = 0; i < taking.length; i++) {
      taking[i] = states[i] == ServerState.UP && admins[i] == ServerAdmin.READY;
    }
    turns.available(taking);
  }

  synchronized ServerState state(int server) {
    return states[server];
  }
}
