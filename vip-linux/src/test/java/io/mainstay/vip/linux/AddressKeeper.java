package io.mainstay.vip.linux;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that holds one address, renewing it five times a second, until it is killed. Arguments:
 * form, address, prefix, interface, and more settings as name=value.
 */
final class AddressKeeper {
  private AddressKeeper() {}

  /** Starts a JVM that holds the address, and returns when it does. */
  static Process start(String form, VirtualAddress vip, String... settings) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AddressKeeper.class.getName(),
                form,
                vip.address().getHostAddress(),
                Integer.toString(vip.prefixLength()),
                vip.interfaceName()));
    command.addAll(List.of(settings));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader();
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("Held[already=true]")) {
        return process;
      }
    }
    throw new AssertionError(String.join("\n", lines));
  }

  public static void main(String[] arguments) throws Exception {
    VirtualAddress address =
        new VirtualAddress(
            InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2]), arguments[3]);
    Map<String, String> settings = new HashMap<>(Map.of("form", arguments[0], "lease", "1"));
    for (int i = 4; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    VipMover mover = new LinuxVipMoverFactory().create(List.of(address), settings);
    while (true) {
      VipOutcome outcome = mover.acquire(address).toCompletableFuture().get(5, TimeUnit.SECONDS);
      System.out.println(outcome);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
