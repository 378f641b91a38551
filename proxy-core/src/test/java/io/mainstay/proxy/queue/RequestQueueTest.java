package io.mainstay.proxy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestQueueTest {
  /** Instead of a server: whichever is free first. */
  private static final int ANY = -1;

  /** Named, so that what happens reads well. */
  private static final class Request extends Place<Line> {
    final String name;
    boolean waiting = true;

    Request(String name, List<Line> avoided) {
      super(avoided);
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A server with its line. */
  private static final class Line extends WaitingLine {
    final int server;

    Line(int server) {
      this.server = server;
    }
  }

  /** Servers that are free, busy or gone as the test says, and what the queue said. */
  private static final class World
      implements RequestQueue.Servers<Line>, RequestQueue.Door<Request, Line> {
    final int[] free;
    final boolean[] up;
    final Line[] lines;
    final List<String> said = new ArrayList<>();
    final List<Request> order = new ArrayList<>();
    final RequestQueue<Request, Line> queue;

    World(int... free) {
      this.free = free;
      this.up = new boolean[free.length];
      Arrays.fill(up, true);
      this.lines = new Line[free.length];
      Arrays.setAll(lines, Line::new);
      this.queue = new RequestQueue<>(this, this);
    }

    Request join(String name, int server, int... avoided) {
      Request request =
          new Request(name, Arrays.stream(avoided).mapToObj(each -> lines[each]).toList());
      order.add(request);
      queue.join(request, line(server));
      return request;
    }

    private @Nullable Line line(int server) {
      return server == ANY ? null : lines[server];
    }

    int length(int server) {
      return queue.length(line(server));
    }

    void free(int server) {
      free[server]++;
      queue.freed(lines[server]);
    }

    @Override
    public boolean anyUsable(List<Line> avoided) {
      return Arrays.stream(lines).anyMatch(line -> usable(line) && !avoided.contains(line));
    }

    /** Whether it waits where this server could serve it. */
    boolean mayHave(Request request, Line line) {
      return request.line == line || (request.line == queue.any() && !request.avoids(line));
    }

    /** Others than {@code server}, or nobody. */
    int[] someBut(int server, Random random) {
      return IntStream.range(0, lines.length)
          .filter(other -> other != server && random.nextInt(3) == 0)
          .toArray();
    }

    @Override
    public boolean usable(Line line) {
      return up[line.server];
    }

    @Override
    public boolean acquire(Line line) {
      if (free[line.server] == 0) {
        return false;
      }
      free[line.server]--;
      return true;
    }

    @Override
    public @Nullable Line acquireAny(List<Line> avoided) {
      for (Line line : lines) {
        if (usable(line) && !avoided.contains(line) && acquire(line)) {
          return line;
        }
      }
      return null;
    }

    @Override
    public void admit(Request request, Line line, @Nullable Line waitedFor) {
      request.waiting = false;
      said.add(request + " to " + line.server);
    }

    @Override
    public void moved(Line from, int count) {
      said.add(count + " left " + from.server);
    }

    @Override
    public void refuse(Request request, @Nullable Line waitedFor) {
      request.waiting = false;
      said.add(request + " refused");
    }
  }

  @Test
  void shouldAdmitAtOnceWhoFindsAFreeSlot() {
    World world = new World(0, 1);
    world.join("a", ANY);
    world.join("b", ANY);
    assertThat(world.said).containsExactly("a to 1");
    assertThat(world.length(ANY)).isEqualTo(1);
  }

  @Test
  void shouldAdmitWhoCameFirstWhicheverLineItIsIn() {
    World world = new World(0, 0);
    world.join("a", 0);
    world.join("b", ANY);
    world.join("c", 0);
    world.join("d", 1);
    world.free(0);
    world.free(0);
    world.free(0);
    world.free(0);
    assertThat(world.said).containsExactly("a to 0", "b to 0", "c to 0");
    world.queue.freed(world.lines[1]);
    assertThat(world.said).hasSize(3);
    world.free(1);
    assertThat(world.said).endsWith("d to 1");
  }

  @Test
  void shouldForgetWhoLeaves() {
    World world = new World(0);
    Request a = world.join("a", ANY);
    Request b = world.join("b", ANY);
    Request c = world.join("c", ANY);
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
    world.join("b", ANY);
    world.join("c", 0);
    world.join("d", ANY);
    world.up[0] = false;
    world.queue.changed();
    assertThat(world.said).containsExactly("2 left 0");
    world.free[1] = 4;
    world.queue.freed(world.lines[1]);
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
    world.join("b", ANY);
    assertThat(world.said).containsExactly("1 left 0", "a refused", "b refused");
  }

  @Test
  void shouldAdmitAllThatHaveRoomWhenAServerComes() {
    World world = new World(0, 2);
    world.up[1] = false;
    world.join("a", ANY);
    world.join("b", ANY);
    world.join("c", ANY);
    assertThat(world.said).isEmpty();
    world.up[1] = true;
    world.queue.changed();
    assertThat(world.said).containsExactly("a to 1", "b to 1");
  }

  @Test
  void shouldPassByWhoAvoidsTheServerThatHasRoom() {
    World world = new World(0, 0);
    world.join("a", ANY, 0);
    world.join("b", ANY);
    world.free(0);
    assertThat(world.said).containsExactly("b to 0");
    world.free(0);
    world.join("c", ANY);
    assertThat(world.said).containsExactly("b to 0", "c to 0");
    world.free(1);
    assertThat(world.said).endsWith("a to 1");
  }

  @Test
  void shouldRefuseWhoAvoidsAllThatAreLeft() {
    World world = new World(0, 0);
    world.join("a", ANY, 0);
    world.join("b", ANY);
    world.up[1] = false;
    world.queue.changed();
    assertThat(world.said).containsExactly("a refused");
    world.join("c", ANY, 0);
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
        case 0, 1 -> {
          int own = random.nextBoolean() ? server : ANY;
          world.join("r" + step, own, world.someBut(own, random));
        }
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
      int waiting = world.length(ANY);
      for (int i = 0; i < 3; i++) {
        int own = world.length(i);
        waiting += own;
        Line line = world.lines[i];
        boolean room = world.up[i] && world.free[i] > 0;
        assertThat(world.order)
            .as("seed %s: server %s has room and somebody waits", seed, i)
            .noneMatch(request -> room && world.mayHave(request, line));
        assertThat(own > 0 && !world.up[i]).as("seed %s: waits for who is gone", seed).isFalse();
      }
      assertThat(world.order)
          .as("seed %s: waits for nobody", seed)
          .allMatch(request -> world.anyUsable(request.avoided()));
      assertThat(waiting).as("seed %s", seed).isEqualTo(world.order.size());
      assertThat(world.queue.length()).as("seed %s", seed).isEqualTo(waiting);
    }
  }
}
