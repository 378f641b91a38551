package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One election between two products from first start to last return, inside the lab's namespaces.
 * Exit code 0 when there was never more than a moment of two living owners and always the right one
 * in the end.
 */
final class ElectionInside {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * A node that returns says so before the other can step down; on a busy machine that may take
   * this long.
   */
  private static final Duration TOGETHER_LIMIT = Duration.ofSeconds(1);

  /** A killed Mainstay's IPv6 address is leased for two seconds; kernels look once a second. */
  private static final Duration LEASE_LIMIT = Duration.ofSeconds(4);

  private static final int HIGH = 150;
  private static final int LOW = 100;

  private final ElectionTerms terms;
  private final ElectionWatch watch;
  private final LabNetwork network = LabNetwork.create();
  private final LabNode high;
  private final LabNode low;
  private long calmSinceNanos = System.nanoTime();

  private ElectionInside(
      Product highProduct, Product lowProduct, ElectionTerms terms, List<String> command) {
    this.terms = terms;
    this.watch = new ElectionWatch(terms);
    addIpv6(network.a(), "fe80::77:11");
    addIpv6(network.b(), "fe80::77:12");
    watch.watch(network.a());
    watch.watch(network.b());
    high = highProduct.on(network.a(), HIGH, terms, command);
    low = lowProduct.on(network.b(), LOW, terms, command);
  }

  /** One link-local address that is there at once and stays when the link goes. */
  static void addIpv6(LabHost host, String linkLocal) {
    String settings = "/proc/sys/net/ipv6/conf/" + LabNetwork.INTERFACE;
    host.run("sh", "-c", "echo 1 > " + settings + "/keep_addr_on_down");
    host.run("ip", "link", "set", LabNetwork.INTERFACE, "addrgenmode", "none");
    host.run("ip", "-6", "address", "flush", "dev", LabNetwork.INTERFACE);
    host.run("ip", "address", "add", linkLocal + "/64", "dev", LabNetwork.INTERFACE, "nodad");
  }

  enum Product {
    MAINSTAY {
      @Override
      LabNode on(LabHost host, int priority, ElectionTerms terms, List<String> command) {
        return new MainstayNode(host, priority, command, terms.mainstay(host.name(), priority));
      }

      @Override
      void changePriority(LabNode node, int priority, ElectionTerms terms) {
        throw new UnsupportedOperationException("a running node's priority follows health only");
      }
    },
    KEEPALIVED {
      @Override
      LabNode on(LabHost host, int priority, ElectionTerms terms, List<String> command) {
        return new KeepalivedNode(
            host, priority, terms.keepalived(priority), KeepalivedNode.NO_PROXY);
      }

      @Override
      void changePriority(LabNode node, int priority, ElectionTerms terms) {
        ((KeepalivedNode) node).reload(terms.keepalived(priority));
      }
    },
    FRR {
      @Override
      LabNode on(LabHost host, int priority, ElectionTerms terms, List<String> command) {
        return new FrrNode(host, priority, terms);
      }

      @Override
      void changePriority(LabNode node, int priority, ElectionTerms terms) {
        ((FrrNode) node).changePriority(priority);
      }
    };

    abstract LabNode on(LabHost host, int priority, ElectionTerms terms, List<String> command);

    abstract void changePriority(LabNode node, int priority, ElectionTerms terms);
  }

  /**
   * Arguments: the product with the higher priority, the other one, the VRRP version, Mainstay's
   * command.
   */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () -> {
          Product highProduct = Product.valueOf(args[0]);
          Product lowProduct = Product.valueOf(args[1]);
          ElectionInside election =
              new ElectionInside(
                  highProduct,
                  lowProduct,
                  new ElectionTerms(Integer.parseInt(args[2])),
                  List.of(args).subList(3, args.length));
          return election.play(highProduct, lowProduct);
        });
  }

  private int play(Product highProduct, Product lowProduct) {
    try {
      start(low);
      awaitOwner(low, "after it started alone");
      start(high);
      awaitOwner(high, "after the higher priority started");
      high.terminate();
      awaitOwner(low, "after the master stopped");
      start(high);
      awaitOwner(high, "after it returned from a stop");
      killAndReturn();
      network.cut(high.host());
      awaitOwner(low, "after the master's link went down");
      network.join(high.host());
      awaitOwner(high, "after the link came back");
      if (highProduct != Product.MAINSTAY) {
        highProduct.changePriority(high, LOW - 50, terms);
        awaitOwner(low, "after the master's priority fell");
        highProduct.changePriority(high, HIGH, terms);
        awaitOwner(high, "after its priority rose again");
      } else if (lowProduct != Product.MAINSTAY) {
        lowProduct.changePriority(low, HIGH + 50, terms);
        awaitOwner(low, "after the backup's priority rose");
        lowProduct.changePriority(low, LOW, terms);
        awaitOwner(high, "after its priority fell again");
      }
      return 0;
    } catch (LabException e) {
      watch.say("FAILED: " + e.getMessage());
      high.logTail().forEach(line -> watch.say(high.product() + " high | " + line));
      low.logTail().forEach(line -> watch.say(low.product() + " low  | " + line));
      return 1;
    }
  }

  private void start(LabNode node) {
    node.start();
    if (node instanceof FrrNode) {
      // Until its daemon took them down, its devices were up without meaning anything.
      Patience.until(() -> watch.tookDevicesDown(node.name()), LIMIT);
      calmSinceNanos = System.nanoTime();
    }
  }

  private void killAndReturn() {
    high.kill();
    watch.forgetDevices(high.name());
    // What a dead one left on its host is nobody's word; a dead Mainstay leaves nothing.
    Set<String> notAsked = high.leavesAddressWhenKilled() ? Set.of(high.name()) : Set.of();
    awaitOwner(low, notAsked, "after the master was killed");
    start(high);
    if (high.leavesAddressWhenKilled()) {
      Patience.until(() -> watch.ownsAll(high.name(), Set.of()), LIMIT);
      calmSinceNanos = System.nanoTime();
    }
    awaitOwner(high, "after it returned from a kill");
  }

  private void awaitOwner(LabNode node, String when) {
    awaitOwner(node, Set.of(), when);
  }

  /** The right owner, and the same one a while later: an election that flaps does not pass. */
  private void awaitOwner(LabNode node, Set<String> notAsked, String when) {
    if (!Patience.until(() -> watch.ownsAll(node.name(), notAsked), LIMIT)) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "expected %s to be the one owner %s, found %s",
              node.product(),
              when,
              watch));
    }
    watch.say(node.product() + " on " + node.name() + " owns it " + when);
    if (Patience.until(() -> !watch.ownsAll(node.name(), notAsked), terms.calm())) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "%s did not stay the one owner %s, found %s",
              node.product(),
              when,
              watch));
    }
    if (notAsked.isEmpty()) {
      checkTogether(LabNetwork.SERVICE_ADDRESS, TOGETHER_LIMIT, when);
      checkTogether(ElectionTerms.GLOBAL, high.isAlive() ? TOGETHER_LIMIT : LEASE_LIMIT, when);
    }
    calmSinceNanos = System.nanoTime();
  }

  private void checkTogether(String address, Duration limit, String when) {
    Duration together = watch.together(address, calmSinceNanos, System.nanoTime());
    if (together.compareTo(limit) > 0) {
      throw new LabException(
          "two owners of " + address + " for " + together.toMillis() + " ms " + when);
    }
  }
}
