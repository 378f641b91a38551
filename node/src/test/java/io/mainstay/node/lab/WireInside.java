package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One Mainstay node that advertises, and tcpdump beside it: prints what tcpdump makes of it. */
final class WireInside {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private WireInside() {}

  /** Arguments: the VRRP version, the advertisement interval, the priority, Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () ->
            play(
                configuration(Integer.parseInt(args[0]), args[1]),
                Integer.parseInt(args[2]),
                List.of(args).subList(3, args.length)));
  }

  private static LabConfig configuration(int version, String interval) {
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

  private static int play(LabConfig config, int priority, List<String> command) {
    LabNetwork network = LabNetwork.create();
    network.web1().start("web1", LabWebServer.command("Web 1", Stage.WEB_PORT), line -> {});
    network.web2().start("web2", LabWebServer.command("Web 2", Stage.WEB_PORT), line -> {});
    LabProcess tcpdump =
        network
            .a()
            .start(
                "tcpdump",
                List.of("tcpdump", "-lni", LabNetwork.INTERFACE, "-c", "4", "vrrp"),
                System.out::println);
    MainstayNode node =
        new MainstayNode(network.a(), priority, command, config.forNode("a", priority));
    node.start();
    boolean seen = Patience.until(() -> !tcpdump.isAlive(), LIMIT);
    node.logTail().forEach(line -> System.err.println("node | " + line));
    return seen ? 0 : 1;
  }
}
