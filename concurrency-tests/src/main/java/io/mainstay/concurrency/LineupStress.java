package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.CurrentLineup;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.balance.Round;
import io.mainstay.proxy.balance.RoundRobin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who takes part: replaced by any thread, read by every event loop. */
public final class LineupStress {
  private static final Backend BOTH = Backend.of("app", server("a"), server("b"));
  private static final Backend FIRST =
      Backend.of("app", server("a"), server("b").withRole(ServerRole.BACKUP));

  private LineupStress() {}

  private static Server server(String name) {
    return Server.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
  }

  private static int asInt(boolean takes) {
    return takes ? 1 : 0;
  }

  /**
   * A check finds a server down while an event loop reads. Planted and found: a {@link Lineup} that
   * is changed in place.
   */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "all as it was")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the backup takes over, in its turn too")
  @State
  public static class ChangeAndRead {
    private final CurrentLineup current = new CurrentLineup(Lineup.of(FIRST, 0));
    private final RoundRobin turns = new RoundRobin();

    /** The health check. */
    @Actor
    public void change() {
      current.change(lineup -> lineup.withState(0, ServerState.DOWN, 0));
    }

    /** The event loop. */
    @Actor
    public void read(III_Result r) {
      Lineup lineup = current.get();
      r.r1 = asInt(lineup.takes(0));
      r.r2 = asInt(lineup.takes(1));
      r.r3 = turns.next(lineup.round());
    }
  }

  /**
   * A check and an operator change two servers at the same time. Planted and found: a write in
   * place of {@link CurrentLineup}'s comparison.
   */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "neither takes part")
  @State
  public static class TwoChanges {
    private final CurrentLineup current = new CurrentLineup(Lineup.of(BOTH, 0));

    /** The health check. */
    @Actor
    public void check() {
      current.change(lineup -> lineup.withState(0, ServerState.DOWN, 0));
    }

    /** The operator. */
    @Actor
    public void operator() {
      current.change(lineup -> lineup.withAdmin(1, ServerAdmin.DRAIN, 0));
    }

    /** What both have made of it. */
    @Arbiter
    public void end(II_Result r) {
      r.r1 = asInt(current.get().takes(0));
      r.r2 = asInt(current.get().takes(1));
    }
  }

  /**
   * Two event loops take turns. Planted and found: a turn that is read and written in two steps.
   */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the first loop was first")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second loop was first")
  @State
  public static class Turns {
    private static final Round ROUND = Lineup.of(BOTH, 0).round();
    private final RoundRobin turns = new RoundRobin();

    /** The first loop. */
    @Actor
    public void first(II_Result r) {
      r.r1 = turns.next(ROUND);
    }

    /** The second loop. */
    @Actor
    public void second(II_Result r) {
      r.r2 = turns.next(ROUND);
    }
  }
}
