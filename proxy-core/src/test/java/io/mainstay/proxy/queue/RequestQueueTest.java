package io.mainstay.proxy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestQueueTest {
  /** Named, so that what happens reads well. */
  private static final class Request extends Place {
    final String name;
    boolean waiting = true;

    Request(String name, int... avoided) {
      super(avoided);
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Servers that are free, busy or gone as the test says, and what the queue said. */
  private static final class World implements RequestQueue.Servers, RequestQueue.Door<Request> {
    final int[] free;
    final boolean[] up;
    final List<String> said = new ArrayList<>();
    final List<Request> order = new ArrayList<>();
    final RequestQueue<Request> queue;

    World(int... free) {
      this.free = free;
      this.up = new boolean[free.length];
      Arrays.fill(up, true);
      this.queue = new RequestQueue<>(this, free.length, this);
    }

    Request join(String name, int server, int... avoided) {
      Request request = new Request(name, avoided);
      order.add(request);
      queue.join(request, server);
      return request;
    }

    void free(int server) {
      free[server]++;
      queue.freed(server);
    }

    @Override
    public boolean usable(int server) {
      return up[server];
    }

    @Override
    public boolean acquire(int server) {
      if (free[server] == 0) {
        return false;
      }
      free[server]--;
      return true;
    }

    @Override
    public int acquireAny(int[] avoided) {
      for (int server = 0; server < free.length; server++) {
        int each = server;
        if (up[server]
            && Arrays.stream(avoided).noneMatch(avoid -> avoid == each)
            && acquire(server)) {
          return server;
        }
      }
      return RequestQueue.ANY;
    }

    @Override
    public void admit(Request request, int server, int waitedFor) {
      request.waiting = false;
      said.add(request + " to " + server);
    }

    @Override
    public void moved(int from, int count) {
      said.add(count + " left " + from);
    }

    @Override
    public void refuse(Request request, int waitedFor) {
      request.waiting = false;
      said.add(request + " refused");
    }
  }

  @Test
  void shouldAdmitAtOnceWhoFindsAFreeSlot() {
    World world = new World(0, 1);
    world.join("a", RequestQueue.ANY);
    world.join("b", RequestQueue.ANY);
    assertThat(world.said).containsExactly("a to 1");
    assertThat(world.queue.length(RequestQueue.ANY)).isEqualTo(1);
  }

  @Test
  void shouldAdmitWhoCameFirstWhicheverLineItIsIn() {
    World world = new World(0, 0);
    world.join("a", 0);
    world.join("b", RequestQueue.ANY);
    world.join("c", 0);
    world.join("d", 1);
    world.free(0);
    world.free(0);
    world.free(0);
    world.free(0);
    assertThat(world.said).containsExactly("a to 0", "b to 0", "c to 0");
    world.queue.freed(1);
    assertThat(world.said).hasSize(3);
    world.free(1);
    assertThat(world.said).endsWith("d to 1");
  }

  @Test
  void shouldForgetWhoLeaves() {
    World world = new World(0);
    Request a = world.join("a", RequestQueue.ANY);
    Request b = world.join("b", RequestQueue.ANY);
    Request c = world.join("c", RequestQueue.ANY);
    assertThat(world.queue.leave(b)).isTrue();
    assertThat(world.queue.leave(b)).isFalse();
    assertThat(world.queue.leave(a)).isTrue();
    world.free(0);
    assertThat(world.said).containsExactly("c to 0");
    assertThat(world.queue.leave(c)).isFalse();
  }

  @Test
  void shouldSendAServersLineToAllWhenItGoesEachToItsPlace() {
    World world = new World(0, 0);
    world.join("a", 0);
    world.join("b", RequestQueue.ANY);
    world.join("c", 0);
    world.join("d", RequestQueue.ANY);
    world.up[0] = false;
    world.queue.changed();
    assertThat(world.said).containsExactly("2 left 0");
    world.free[1] = 4;
    world.queue.freed(1);
    assertThat(world.said).containsExactly("2 left 0", "a to 1", "b to 1", "c to 1", "d to 1");
  }

  @Test
  void shouldNotLetAnybodyWaitForWhoIsGone() {
    World world = new World(0, 0);
    world.up[0] = false;
    world.join("a", 0);
    assertThat(world.said).containsExactly("1 left 0");
    world.up[1] = false;
    world.queue.changed();
    world.join("b", RequestQueue.ANY);
    assertThat(world.said).containsExactly("1 left 0", "a refused", "b refused");
  }

  @Test
  void shouldAdmitAllThatHaveRoomWhenAServerComes() {
    World world = new World(0, 2);
    world.up[1] = false;
    world.join("a", RequestQueue.ANY);
    world.join("b", RequestQueue.ANY);
    world.join("c", RequestQueue.ANY);
    assertThat(world.said).isEmpty();
    world.up[1] = true;
    world.queue.changed();
    assertThat(world.said).containsExactly("a to 1", "b to 1");
  }

  @Test
  void shouldPassByWhoAvoidsTheServerThatHasRoom() {
    World world = new World(0, 0);
    world.join("a", RequestQueue.ANY, 0);
    world.join("b", RequestQueue.ANY);
    world.free(0);
    assertThat(world.said).containsExactly("b to 0");
    world.free(0);
    world.join("c", RequestQueue.ANY);
    assertThat(world.said).containsExactly("b to 0", "c to 0");
    world.free(1);
    assertThat(world.said).endsWith("a to 1");
  }

  @Test
  void shouldRefuseWhoAvoidsAllThatAreLeft() {
    World world = new World(0, 0);
    world.join("a", RequestQueue.ANY, 0);
    world.join("b", RequestQueue.ANY);
    world.up[1] = false;
    world.queue.changed();
    assertThat(world.said).containsExactly("a refused");
    world.join("c", RequestQueue.ANY, 0);
    assertThat(world.said).containsExactly("a refused", "c refused");
    world.free(0);
    assertThat(world.said).endsWith("b to 0");
  }

  /** After every step, whoever could go has gone, and nobody went before an older one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldLeaveNobodyBehind(long seed) {
    Random random = new Random(seed);
    World world = new World(0, 0, 0);
    for (int step = 0; step < 5_000; step++) {
      int server = random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0, 1 -> world.join("r" + step, random.nextBoolean() ? server : RequestQueue.ANY);
        case 2, 3 -> world.free(server);
        case 4 -> {
          world.up[server] = !world.up[server];
          world.queue.changed();
        }
        default -> {
          if (!world.order.isEmpty()) {
            Request leaver = world.order.get(random.nextInt(world.order.size()));
            assertThat(world.queue.leave(leaver)).as("seed %s", seed).isEqualTo(leaver.waiting);
            leaver.waiting = false;
          }
        }
      }
      world.order.removeIf(request -> !request.waiting);
      int waiting = world.queue.length(RequestQueue.ANY);
      for (int i = 0; i < 3; i++) {
        int own = world.queue.length(i);
        waiting += own;
        boolean couldGo = world.up[i] && world.free[i] > 0;
        assertThat(couldGo && (own > 0 || world.queue.length(RequestQueue.ANY) > 0))
            .as("seed %s: server %s has room and somebody waits", seed, i)
            .isFalse();
        assertThat(own > 0 && !world.up[i]).as("seed %s: waits for who is gone", seed).isFalse();
      }
      assertThat(waiting).as("seed %s", seed).isEqualTo(world.order.size());
    }
  }
}
