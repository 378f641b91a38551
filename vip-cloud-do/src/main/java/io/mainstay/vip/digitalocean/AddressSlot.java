package io.mainstay.vip.digitalocean;

import io.mainstay.vip.VipOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One address of a mover: what is under way for it and what waits. The mover's thread owns it. */
final class AddressSlot {

  /** An operation under way, and all who wait for its end. */
  static final class Running {
    final Errand errand;
    final List<CompletableFuture<VipOutcome>> stages = new ArrayList<>();
    boolean asked;
    boolean ended;

    Running(Errand errand, CompletableFuture<VipOutcome> stage) {
      this.errand = errand;
      stages.add(stage);
    }
  }

  /** An operation that waits for the one under way. */
  record Waiting(Errand.Goal goal, CompletableFuture<VipOutcome> stage) {}

  /** More waiting operations than that are turned away. */
  static final int MAX_WAITING = 64;

  final AddressResource resource;
  final AssignmentHistory history;
  final Queue<Waiting> waiting = new ArrayDeque<>();
  @Nullable Running running;

  AddressSlot(AddressResource resource, AssignmentHistory history) {
    this.resource = resource;
    this.history = history;
  }
}
