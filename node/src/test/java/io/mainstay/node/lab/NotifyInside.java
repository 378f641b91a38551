package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;

/**
 * A node lives: starts alone, meets a higher priority that leaves again, loses its link and finds
 * it again, and stops. Prints what its notify script was called with.
 */
final class NotifyInside {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SCRIPT = "/run/notify";
  private static final String CALLS = "/run/calls";

  private NotifyInside() {}

  /** Arguments: KEEPALIVED or MAINSTAY, then Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(() -> play(args[0], List.of(args).subList(1, args.length)));
  }

  private static int play(String product, List<String> command) {
    LabNetwork network = LabNetwork.create();
    LabHost host = network.a();
    host.write("notify", "#!/bin/sh\necho \"$*\" >> " + CALLS + "\n");
    host.run("chmod", "755", SCRIPT);
    host.run("touch", CALLS);
    LabNode node =
        product.equals("MAINSTAY")
            ? new MainstayNode(host, 100, command, mainstay())
            : new KeepalivedNode(host, 100, keepalived(100, true), KeepalivedNode.NO_PROXY);
    LabNode rival =
        new KeepalivedNode(network.b(), 200, keepalived(200, false), KeepalivedNode.NO_PROXY);
    node.start();
    await(host, 2, "MASTER");
    rival.start();
    await(host, 3, "BACKUP");
    rival.terminate();
    await(host, 4, "MASTER");
    network.cut(host);
    await(host, 5, "FAULT");
    network.join(host);
    await(host, 7, "MASTER");
    node.terminate();
    await(host, 8, "STOP");
    System.out.print(host.run("cat", CALLS));
    return 0;
  }

  private static void await(LabHost host, int count, String state) {
    boolean seen =
        Patience.until(
            () -> {
              List<String> calls = host.run("cat", CALLS).lines().toList();
              return calls.size() == count && calls.get(count - 1).contains(state);
            },
            LIMIT);
    if (!seen) {
      throw new LabException("no " + state + " as call " + count + ": " + host.run("cat", CALLS));
    }
  }

  private static String mainstay() {
    return """
    mainstay {
      status.bind = "127.0.0.1:8404"
      routers.vip {
        interface = eth0, vrid = 51, priority = 100, addresses = [ "10.77.0.100/24" ]
        notify.any = "/run/notify"
      }
    }
    """;
  }

  private static String keepalived(int priority, boolean notify) {
    return """
    global_defs {
      vrrp_version 3
      script_user root
    }
    vrrp_instance vip {
      state BACKUP
      interface eth0
      virtual_router_id 51
      priority PRIORITY
      advert_int 1
      virtual_ipaddress {
        10.77.0.100/24
      }
      NOTIFY
    }
    """
        .replace("PRIORITY", Integer.toString(priority))
        .replace("NOTIFY", notify ? "notify " + SCRIPT : "");
  }
}
