package io.mainstay.node.log;

import io.mainstay.health.CheckResult;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerLoad;
import io.mainstay.proxy.ServerState;
import java.util.Optional;

/**
 * A server began or ended to take requests.
 *
 * @param backend whose it is
 * @param server the server
 * @param from what it was
 * @param to what it is
 * @param tracked whose check it follows; empty when it has its own
 * @param check what its check saw, if that was it
 * @param agent what its agent said, if that was it
 * @param before how many servers of the backend took requests before
 * @param after how many do now
 * @param load what the server had to do
 */
public record ServerChange(
    String backend,
    Server server,
    Standing from,
    Standing to,
    Optional<String> tracked,
    Optional<CheckResult> check,
    Optional<CheckResult> agent,
    Usable before,
    Usable after,
    ServerLoad load) {

  /**
   * What decides whether a server takes requests.
   *
   * @param state whether it works
   * @param admin what is wanted of it
   */
  public record Standing(ServerState state, ServerAdmin admin) {
    /** Whether it ends those that it has and takes no others. */
    boolean leaving() {
      return state == ServerState.NOLB || admin == ServerAdmin.DRAIN;
    }
  }

  /**
   * How many servers of a backend take requests.
   *
   * @param active those that are no backups
   * @param backup those that are
   */
  public record Usable(int active, int backup) {
    /** Whether nobody does. */
    boolean none() {
      return active + backup == 0;
    }
  }
}
