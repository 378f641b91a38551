package io.mainstay.vip.digitalocean;

import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.RemoteMoverWorld;
import io.mainstay.vip.tck.RemoteVipMoverTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The rules of the test kit, over real HTTP and with a clock that runs fifty times as fast. */
class DigitalOceanTckTest extends RemoteVipMoverTck {

  @Override
  protected RemoteMoverWorld world() throws Exception {
    return new World();
  }

  /** A droplet with an address of each family, as many as it can have. */
  private static final class World implements RemoteMoverWorld {
    private static final int FASTER = 50;

    /** Who hangs is not waited for long, and who answers may be as slow as a busy machine is. */
    private static final Duration HANGING = Duration.ofMillis(300);

    private static final Duration ANSWERING = Duration.ofSeconds(10);

    private final ApiModel model =
        new ApiModel(Rig.TOKEN).droplets(Rig.SELF, Rig.OTHER).ip(Rig.IP, null).ip(Rig.IPV6, null);
    private final ApiServer server = new ApiServer(model, World::nowNanos);
    private final HttpClient client = HttpTransport.client();
    private final Map<VipMover, CountDownLatch> ends = new HashMap<>();
    private volatile Duration timeout = ANSWERING;
    private final Queue<CompletionStage<ApiResponse>> exchanges = new ConcurrentLinkedQueue<>();

    World() throws IOException {
      model.actionNanos = () -> Duration.ofSeconds(1).toNanos();
    }

    private static long nowNanos() {
      return System.nanoTime() * FASTER;
    }

    @Override
    public VipMover start() {
      DigitalOceanSettings settings =
          Rig.settings(
              server.url(),
              "on-release",
              "unassign",
              "cool-off",
              "0s",
              "requests-per-minute",
              "250");
      ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
      SerialScheduler scheduler = fast(executor);
      ApiClient api =
          new ApiClient(
              request -> {
                CompletionStage<ApiResponse> exchange =
                    new HttpTransport(client, settings.api(), settings.token(), timeout)
                        .send(request);
                exchanges.add(exchange);
                return exchange;
              },
              new ApiAnswerReader(settings.token()),
              new RequestBudget(settings.requestsPerMinute()),
              new PollPace(new SplittableRandom(1)),
              scheduler,
              () -> Instant.ofEpochSecond(VirtualTime.START_EPOCH_SECONDS));
      CountDownLatch ended = new CountDownLatch(1);
      VipMover mover =
          new DigitalOceanVipMover(
              addresses(),
              settings,
              Rig.SELF,
              HostGuard.NONE,
              api,
              scheduler,
              () -> {
                executor.shutdownNow();
                ended.countDown();
              });
      ends.put(mover, ended);
      return mover;
    }

    private static SerialScheduler fast(ScheduledExecutorService executor) {
      return new SerialScheduler() {
        @Override
        public void execute(Runnable task) {
          executor.execute(task);
        }

        @Override
        public void schedule(Runnable task, long delayNanos) {
          Future<?> unused = executor.schedule(task, delayNanos / FASTER, TimeUnit.NANOSECONDS);
        }

        @Override
        public long nowNanos() {
          return World.nowNanos();
        }
      };
    }

    /** What is on its way must have arrived, or it would come after the crash. */
    @Override
    public void crash(VipMover mover) throws Exception {
      mover.close();
      CountDownLatch ended = ends.get(mover);
      if (ended == null) {
        throw new AssertionError("a stranger's mover");
      }
      ended.await();
      for (CompletionStage<ApiResponse> exchange : exchanges) {
        Boolean over = exchange.handle((answer, failure) -> true).toCompletableFuture().get();
        if (!over) {
          throw new AssertionError("an exchange without an end");
        }
      }
    }

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(30);
    }

    @Override
    public List<VirtualAddress> addresses() {
      try {
        return List.of(
            new VirtualAddress(InetAddress.getByName(Rig.IP), 32, "eth0"),
            new VirtualAddress(InetAddress.getByName(Rig.IPV6), 128, "eth0"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static String ip(VirtualAddress address) {
      return AddressText.write(address.address());
    }

    @Override
    public boolean has(VirtualAddress address) {
      return Long.valueOf(Rig.SELF).equals(model.holder(ip(address), nowNanos()));
    }

    @Override
    public boolean anotherHas(VirtualAddress address) {
      return Long.valueOf(Rig.OTHER).equals(model.holder(ip(address), nowNanos()));
    }

    @Override
    public void takeAway(VirtualAddress address) {
      model.assign(ip(address), null);
    }

    @Override
    public void giveAway(VirtualAddress address) {
      model.assign(ip(address), Rig.OTHER);
    }

    @Override
    public void hang() {
      timeout = HANGING;
      server.hang();
    }

    @Override
    public void resume() {
      server.resume();
      timeout = ANSWERING;
    }

    @Override
    public void loseNextAnswer() {
      server.fault("POST", ApiServer.loseAnswer());
    }

    @Override
    public void end() {
      server.close();
    }
  }
}
