package io.mainstay.vip;

import io.mainstay.vip.tck.RemoteMoverWorld;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The smallest world there is: a ledger that says who has which address. */
class LedgerWorld implements RemoteMoverWorld {
  static final String HERE = "here";
  private static final String ANOTHER = "another";

  private final Map<VirtualAddress, String> owners = new HashMap<>();
  private boolean hanging;
  private boolean losing;

  @Override
  public VipMover start() {
    return new LedgerMover(this);
  }

  /** Reads the ledger; never complete while it hangs. */
  final synchronized CompletableFuture<String> owner(VirtualAddress address) {
    return hanging
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(owners.getOrDefault(address, ""));
  }

  /** Changes the ledger and answers; without an answer while it hangs, or when that gets lost. */
  final synchronized <T> CompletableFuture<T> change(Supplier<T> change) {
    if (hanging) {
      return new CompletableFuture<>();
    }
    T answer = change.get();
    if (losing) {
      losing = false;
      return CompletableFuture.failedFuture(new IllegalStateException("connection reset"));
    }
    return CompletableFuture.completedFuture(answer);
  }

  /** For changes only. */
  final Map<VirtualAddress, String> owners() {
    return owners;
  }

  @Override
  public List<VirtualAddress> addresses() {
    return List.of(address(1), address(2));
  }

  private static VirtualAddress address(int last) {
    try {
      byte[] bytes = {10, 9, 8, (byte) last};
      return new VirtualAddress(InetAddress.getByAddress(bytes), 24, "eth0");
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized boolean has(VirtualAddress address) {
    return HERE.equals(owners.get(address));
  }

  @Override
  public synchronized void takeAway(VirtualAddress address) {
    owners.remove(address, HERE);
  }

  @Override
  public synchronized void giveAway(VirtualAddress address) {
    owners.put(address, ANOTHER);
  }

  @Override
  public synchronized boolean anotherHas(VirtualAddress address) {
    return ANOTHER.equals(owners.get(address));
  }

  @Override
  public synchronized void hang() {
    hanging = true;
  }

  @Override
  public synchronized void resume() {
    hanging = false;
  }

  @Override
  public synchronized void loseNextAnswer() {
    losing = true;
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(5);
  }

  @Override
  public void end() {}
}
