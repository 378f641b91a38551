package io.mainstay.vip.digitalocean;

import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.digitalocean.AddressSlot.Running;
import io.mainstay.vip.digitalocean.AddressSlot.Waiting;
import io.mainstay.vip.digitalocean.ApiAnswer.Address;
import io.mainstay.vip.digitalocean.ApiAnswer.Problem;
import io.mainstay.vip.digitalocean.Errand.Goal;
import io.mainstay.vip.digitalocean.Errand.Step;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Moves reserved IPs between droplets by asking the API, on the given scheduler. For each address
 * one operation is under way at a time: a second acquire shares the first one's end, and a release
 * ends an acquire that is under way.
 */
final class DigitalOceanVipMover implements VipMover {

  private static final String CLOSED = "the mover is closed";
  private static final String NOT_WANTED = "the address is not wanted any more";
  private static final Duration OVERRUN_RETRY = Duration.ofSeconds(1);

  private final DigitalOceanSettings settings;
  private final long droplet;
  private final HostGuard hostGuard;
  private final ApiClient api;
  private final SerialScheduler scheduler;
  private final Runnable onClose;
  private final Map<VirtualAddress, AddressSlot> slots = new LinkedHashMap<>();
  private volatile boolean closed;

  /**
   * A mover that asks nothing before it is asked.
   *
   * @param droplet this node's droplet
   * @param onClose runs on the scheduler when all operations have ended
   */
  DigitalOceanVipMover(
      List<VirtualAddress> addresses,
      DigitalOceanSettings settings,
      long droplet,
      HostGuard hostGuard,
      ApiClient api,
      SerialScheduler scheduler,
      Runnable onClose) {
    this.settings = settings;
    this.droplet = droplet;
    this.hostGuard = hostGuard;
    this.api = api;
    this.scheduler = scheduler;
    this.onClose = onClose;
    for (VirtualAddress address : addresses) {
      slots.put(
          address,
          new AddressSlot(
              AddressResource.of(address.address(), settings.endpoint()),
              new AssignmentHistory(settings.coolOff())));
    }
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return operate(address, (slot, stage) -> submit(slot, Goal.ASSIGNED_HERE, stage));
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return operate(
        address,
        (slot, stage) -> {
          abandonAcquire(slot);
          submit(slot, Goal.NOT_ASSIGNED_HERE, stage);
        });
  }

  @Override
  public void abandon(VirtualAddress address) {
    AddressSlot slot = slots.get(address);
    if (slot != null) {
      execute(() -> abandonAcquire(slot), () -> {});
    }
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    CompletableFuture<VipHolder> stage = new CompletableFuture<>();
    AddressSlot slot = slots.get(address);
    if (slot == null) {
      stage.complete(new VipHolder.Unknown(notConfigured(address)));
    } else {
      execute(() -> look(slot, stage), () -> stage.complete(new VipHolder.Unknown(CLOSED)));
    }
    return stage;
  }

  private void look(AddressSlot slot, CompletableFuture<VipHolder> stage) {
    long waitNanos = api.waitNanos();
    if (waitNanos > 0) {
      stage.complete(new VipHolder.Unknown(noRequestFor(waitNanos)));
    } else {
      api.ask(slot.resource, slot.resource.read(), answer -> stage.complete(holder(answer)));
    }
  }

  private VipHolder holder(ApiAnswer answer) {
    if (answer instanceof Problem problem) {
      return new VipHolder.Unknown(problem.reason());
    }
    Address address = (Address) answer;
    if (address.isHeldBy(droplet)) {
      return new VipHolder.Here();
    }
    return address.droplet().isPresent()
        ? new VipHolder.Elsewhere(address.holder())
        : new VipHolder.Absent();
  }

  /** What one operation does on the mover's thread. */
  private interface Operation {
    void run(AddressSlot slot, CompletableFuture<VipOutcome> stage);
  }

  private CompletionStage<VipOutcome> operate(VirtualAddress address, Operation operation) {
    CompletableFuture<VipOutcome> stage = new CompletableFuture<>();
    AddressSlot slot = slots.get(address);
    if (slot == null) {
      stage.complete(new VipOutcome.Refused(address + " is not among the addresses of this mover"));
      return stage;
    }
    execute(() -> operation.run(slot, stage), () -> stage.complete(failed(CLOSED)));
    return stage;
  }

  private static String notConfigured(VirtualAddress address) {
    return address + " is not among the addresses of this mover";
  }

  private void execute(Runnable task, Runnable whenClosed) {
    if (closed) {
      whenClosed.run();
      return;
    }
    try {
      scheduler.execute(() -> (closed ? whenClosed : task).run());
    } catch (RejectedExecutionException e) {
      whenClosed.run();
    }
  }

  private void submit(AddressSlot slot, Goal goal, CompletableFuture<VipOutcome> stage) {
    Running running = slot.running;
    if (running == null) {
      begin(slot, goal, stage);
    } else if (running.errand.goal() == goal && slot.waiting.isEmpty()) {
      running.stages.add(stage);
    } else if (slot.waiting.size() < AddressSlot.MAX_WAITING) {
      slot.waiting.add(new Waiting(goal, stage));
    } else {
      stage.complete(new VipOutcome.Failed("too many operations wait", OVERRUN_RETRY));
    }
  }

  private void begin(AddressSlot slot, Goal goal, CompletableFuture<VipOutcome> stage) {
    if (goal == Goal.NOT_ASSIGNED_HERE && settings.onRelease() == OnRelease.KEEP) {
      stage.complete(new VipOutcome.Released());
      return;
    }
    if (goal == Goal.ASSIGNED_HERE) {
      Optional<String> problem = hostGuard.problem(slot.resource.address());
      if (problem.isPresent()) {
        stage.complete(new VipOutcome.Refused(problem.get()));
        return;
      }
    }
    long deadlineNanos = scheduler.nowNanos() + settings.actionTimeout().toNanos();
    Errand errand =
        new Errand(goal, slot.resource, droplet, api.pace(), slot.history, deadlineNanos);
    Running running = new Running(errand, stage);
    slot.running = running;
    follow(slot, running, errand.begin());
  }

  private void follow(AddressSlot slot, Running running, Step step) {
    if (step instanceof Step.End end) {
      finish(slot, running, end.outcome());
    } else if (step instanceof Step.Ask ask) {
      if (ask.delayNanos() > 0) {
        scheduler.schedule(() -> ask(slot, running, ask.request()), ask.delayNanos());
      } else {
        ask(slot, running, ask.request());
      }
    }
  }

  private void ask(AddressSlot slot, Running running, ApiRequest request) {
    if (running.ended) {
      return;
    }
    long waitNanos = api.waitNanos();
    if (waitNanos > 0) {
      onNoRequest(slot, running, request, waitNanos);
      return;
    }
    running.asked = true;
    api.ask(
        slot.resource,
        request,
        answer -> {
          if (!running.ended) {
            follow(slot, running, running.errand.onAnswer(answer, scheduler.nowNanos()));
          }
        });
  }

  /** Who has not begun comes again later; who is at it waits, if that is not too long. */
  private void onNoRequest(AddressSlot slot, Running running, ApiRequest request, long waitNanos) {
    long spareNanos = running.errand.deadlineNanos() - scheduler.nowNanos();
    if (running.asked && waitNanos - spareNanos < 0) {
      scheduler.schedule(() -> ask(slot, running, request), waitNanos);
    } else {
      finish(
          slot,
          running,
          new VipOutcome.Failed(noRequestFor(waitNanos), Duration.ofNanos(waitNanos)));
    }
  }

  private static String noRequestFor(long waitNanos) {
    return "the API takes no request for "
        + Duration.ofNanos(waitNanos).toMillis()
        + " ms: rate limit, or requests-per-minute";
  }

  private void abandonAcquire(AddressSlot slot) {
    Running running = slot.running;
    if (running != null && running.errand.goal() == Goal.ASSIGNED_HERE) {
      finish(slot, running, failed(NOT_WANTED));
    }
  }

  private void finish(AddressSlot slot, Running running, VipOutcome outcome) {
    running.ended = true;
    slot.running = null;
    running.stages.forEach(stage -> stage.complete(outcome));
    while (slot.running == null) {
      Waiting next = slot.waiting.poll();
      if (next == null) {
        return;
      }
      begin(slot, next.goal(), next.stage());
    }
  }

  private static VipOutcome failed(String reason) {
    return new VipOutcome.Failed(reason, Duration.ZERO);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    scheduler.execute(
        () -> {
          slots.values().forEach(this::endAll);
          onClose.run();
        });
  }

  private void endAll(AddressSlot slot) {
    for (Waiting waiting : slot.waiting) {
      waiting.stage().complete(failed(CLOSED));
    }
    slot.waiting.clear();
    Running running = slot.running;
    if (running != null) {
      finish(slot, running, failed(CLOSED));
    }
  }
}
