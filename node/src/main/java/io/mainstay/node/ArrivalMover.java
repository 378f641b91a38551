package io.mainstay.node;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VipUpkeep;
import io.mainstay.vip.VirtualAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Holds here, for a router's address, the address that its packets arrive at; what stands for none
 * is moved itself.
 */
final class ArrivalMover implements VipMover {
  private final VipMover mover;
  private final Map<VirtualAddress, VirtualAddress> arriving;

  ArrivalMover(VipMover mover, Map<VirtualAddress, VirtualAddress> arriving) {
    this.mover = mover;
    this.arriving = Map.copyOf(arriving);
  }

  private VirtualAddress here(VirtualAddress address) {
    return arriving.getOrDefault(address, address);
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return mover.acquire(here(address));
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return mover.release(here(address));
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    return mover.inspect(here(address));
  }

  @Override
  public void abandon(VirtualAddress address) {
    mover.abandon(here(address));
  }

  @Override
  public VipUpkeep upkeep() {
    return mover.upkeep();
  }

  @Override
  public void close() {
    mover.close();
  }
}
