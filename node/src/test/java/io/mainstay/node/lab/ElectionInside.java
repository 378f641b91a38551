package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One election between two products from first start to last return, inside the lab's namespaces.
 * Exit code 0 when there was never more than a moment of two owners and always the right one in the
 * end.
 */
final class ElectionInside {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * A node that returns says so before the other can step down; on a busy machine that may take
   * this long.
   */
  private static final Duration TOGETHER_LIMIT = Duration.ofSeconds(1);

  private static final int HIGH = 150;
  private static final int LOW = 100;

  private final long startNanos = System.nanoTime();
  private final OwnerWatch watch =
      new OwnerWatch(
          LabNetwork.SERVICE_ADDRESS,
          (host, kind, owners) -> say(host + " " + kind + ", owners " + owners));
  private final LabNetwork network = LabNetwork.create();
  private final LabNode high;
  private final LabNode low;

  private ElectionInside(
      Product highProduct, Product lowProduct, int version, List<String> command) {
    network.web1().start("web1", LabWebServer.command("Web 1", Stage.WEB_PORT), line -> {});
    network.web2().start("web2", LabWebServer.command("Web 2", Stage.WEB_PORT), line -> {});
    high = highProduct.on(network.a(), HIGH, version, command);
    low = lowProduct.on(network.b(), LOW, version, command);
    watch.watch(network.a());
    watch.watch(network.b());
  }

  enum Product {
    MAINSTAY {
      @Override
      LabNode on(LabHost host, int priority, int version, List<String> command) {
        String configuration = mainstay(version, "1s").forNode(host.name(), priority);
        return new MainstayNode(host, priority, command, configuration);
      }
    },
    KEEPALIVED {
      @Override
      LabNode on(LabHost host, int priority, int version, List<String> command) {
        return new KeepalivedNode(
            host, priority, new KeepalivedNode.Vrrp(version, 51, "1"), KeepalivedNode.NO_PROXY);
      }
    };

    abstract LabNode on(LabHost host, int priority, int version, List<String> command);
  }

  static LabConfig mainstay(int version, String interval) {
    return LabConfig.of(
        String.format(
            Locale.ROOT,
            """
        mainstay {
          frontends.web { bind = "*:80", default-backend = app }
          backends.app { check = "http GET / 200", servers { } }
          routers.vip { vrid = 51, version = %d, advertisement-interval = %s }
        }
        """,
            version,
            interval));
  }

  /**
   * Arguments: the product with the higher priority, the other one, the VRRP version, Mainstay's
   * command.
   */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () -> {
          ElectionInside election =
              new ElectionInside(
                  Product.valueOf(args[0]),
                  Product.valueOf(args[1]),
                  Integer.parseInt(args[2]),
                  List.of(args).subList(3, args.length));
          return election.play();
        });
  }

  private int play() {
    try {
      low.start();
      awaitOwner(low, "after it started alone");
      high.start();
      awaitOwner(high, "after the higher priority started");
      high.terminate();
      awaitOwner(low, "after the master stopped");
      high.start();
      awaitOwner(high, "after it returned from a stop");
      high.kill();
      awaitOwner(low, "after the master was killed");
      high.start();
      awaitOwner(high, "after it returned from a kill");
      network.cut(high.host());
      awaitOwner(low, "after the master's link went down");
      network.join(high.host());
      awaitOwner(high, "after the link came back");
      low.terminate();
      low.start();
      awaitOwner(high, "after the backup stopped and started");
      return checkTogether();
    } catch (LabException e) {
      say("FAILED: " + e.getMessage());
      high.logTail().forEach(line -> say(high.product() + " high | " + line));
      low.logTail().forEach(line -> say(low.product() + " low  | " + line));
      return 1;
    }
  }

  private int checkTogether() {
    Duration together = Duration.ofNanos(watch.sharedNanos(startNanos, System.nanoTime()));
    say("owners together for " + together.toMillis() + " ms in all");
    return together.compareTo(TOGETHER_LIMIT) <= 0 ? 0 : 1;
  }

  /** The right owner, and the same one a while later: an election that flaps does not pass. */
  private void awaitOwner(LabNode node, String when) {
    Set<String> expected = Set.of(node.name());
    if (!Patience.until(() -> watch.owners().equals(expected), LIMIT)) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "expected %s to be the one owner %s, found %s",
              node.product(),
              when,
              watch.owners()));
    }
    say(node.product() + " on " + node.name() + " owns it " + when);
    if (Patience.until(() -> !watch.owners().equals(expected), Duration.ofSeconds(4))) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "%s did not stay the one owner %s, found %s",
              node.product(),
              when,
              watch.owners()));
    }
  }

  private void say(String text) {
    System.out.printf(Locale.ROOT, "%6.2f s  %s%n", (System.nanoTime() - startNanos) / 1e9, text);
  }
}
