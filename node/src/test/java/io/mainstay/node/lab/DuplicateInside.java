package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node beside a host that has its virtual addresses and runs no VRRP. Exit code 0 when the node
 * named that host, did as it was set, took the addresses when the host gave them up, and called no
 * VRRP master a duplicate.
 */
final class DuplicateInside {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** So long that no busy machine makes the node master before it has asked. */
  private static final String INTERVAL = "advertisement-interval = 5s";

  private final LabNetwork network = LabNetwork.create();
  private final boolean keepsOut;
  private final LabNode first;
  private final LabNode second;
  private final String stranger;

  private DuplicateInside(String when, List<String> command) {
    keepsOut = when.equals("fault");
    ElectionInside.addIpv6(network.a(), ElectionTerms.A_LINK_LOCAL);
    ElectionInside.addIpv6(network.b(), ElectionTerms.B_LINK_LOCAL);
    first = node(network.a(), 150, when, command);
    second = node(network.b(), 100, when, command);
    stranger = network.web1().mac();
  }

  private static LabNode node(LabHost host, int priority, String when, List<String> command) {
    ElectionTerms terms =
        new ElectionTerms(3, ElectionTerms.Delivery.MULTICAST, ElectionTerms.NO_PASSWORD);
    String configuration =
        terms
            .mainstay(host.name(), priority)
            .replaceFirst("advertisement-interval = \\d+ ms", INTERVAL)
            .replace("interface =", "when-duplicate = " + when + ", interface =");
    return new MainstayNode(host, priority, command, configuration);
  }

  /** Arguments: warn or fault, Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () -> new DuplicateInside(args[0], List.of(args).subList(1, args.length)).play());
  }

  private int play() {
    try {
      addresses("add", "nodad");
      first.start();
      await("both routers to name the stranger", () -> count(first, stranger) >= 2);
      if (keepsOut) {
        await("both to be in fault", () -> states(first, "FAULT") == 2);
        addresses("delete");
      } else {
        await("both to be master all the same", () -> states(first, "MASTER") == 2);
        await("the stranger to be named still", () -> count(first, stranger) >= 2);
        addresses("delete");
        await("the warnings to end", () -> count(first, stranger) == 0);
      }
      await("the node to be master of both", () -> states(first, "MASTER") == 2);
      second.start();
      await("the other to hear it", () -> states(second, "BACKUP") == 2 && hears(second));
      if (keepsOut && says(first, "is also at " + stranger) == 0) {
        throw new LabException("the log does not name the stranger");
      }
      if (count(second, "is also at") > 0 || says(second, "is also at") > 0) {
        throw new LabException("the backup takes its master for a duplicate");
      }
      return 0;
    } catch (LabException e) {
      System.out.println("FAILED: " + e.getMessage());
      for (LabNode node : List.of(first, second)) {
        node.logTail().forEach(line -> System.out.println(node.name() + " | " + line));
      }
      System.out.println(status(first));
      return 1;
    }
  }

  private void addresses(String verb, String... more) {
    String dev = LabNetwork.INTERFACE;
    network.web1().run("ip", "address", verb, LabNetwork.SERVICE_ADDRESS + "/24", "dev", dev);
    String[] ipv6 = {"ip", "address", verb, ElectionTerms.GLOBAL + "/64", "dev", dev};
    String[] command = new String[ipv6.length + more.length];
    System.arraycopy(ipv6, 0, command, 0, ipv6.length);
    System.arraycopy(more, 0, command, ipv6.length, more.length);
    network.web1().run(command);
  }

  private static long says(LabNode node, String words) {
    return node.logTail().stream().filter(line -> line.contains(words)).count();
  }

  private static long states(LabNode node, String state) {
    return occurrences(status(node), "\"state\"\\s*:\\s*\"" + state + "\"");
  }

  private static boolean hears(LabNode node) {
    return occurrences(status(node), "\"master\"\\s*:\\s*\\{\\s*\"address\"\\s*:\\s*\"") == 2;
  }

  private static long count(LabNode node, String words) {
    return occurrences(status(node), "\"[^\"]*" + Pattern.quote(words));
  }

  private static long occurrences(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    long count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  private static String status(LabNode node) {
    return Shell.attempt(
            List.of(
                "nsenter",
                "-t",
                Long.toString(node.host().pid()),
                "-n",
                "-m",
                "--",
                "curl",
                "-s",
                "http://127.0.0.1:8404/status"))
        .output();
  }

  private static void await(String expected, BooleanSupplier condition) {
    if (!Patience.until(condition, LIMIT)) {
      throw new LabException(String.format(Locale.ROOT, "expected %s", expected));
    }
  }
}
