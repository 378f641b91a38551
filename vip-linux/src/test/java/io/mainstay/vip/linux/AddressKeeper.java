package io.mainstay.vip.linux;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that holds one address, renewing it five times a second, until it is killed. Arguments:
 * form, address, prefix, interface.
 */
final class AddressKeeper {
  private AddressKeeper() {}

  public static void main(String[] arguments) throws Exception {
    VirtualAddress address =
        new VirtualAddress(
            InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2]), arguments[3]);
    VipMover mover =
        new LinuxVipMoverFactory()
            .create(List.of(address), Map.of("form", arguments[0], "lease", "1"));
    while (true) {
      VipOutcome outcome = mover.acquire(address).toCompletableFuture().get(5, TimeUnit.SECONDS);
      System.out.println(outcome);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
