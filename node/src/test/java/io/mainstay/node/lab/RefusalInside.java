package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mainstay and a keepalived of higher priority that Mainstay must not heed. Exit code 0 when
 * Mainstay became master beside it, stayed so, and counted and named the reason each time.
 */
final class RefusalInside {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /**
   * As many as a master-down interval holds, so that none of them had an effect. There may be no
   * more: a keepalived that refuses what it hears counts its interval anew each time, and falls
   * silent when another advertises as often.
   */
  private static final int ENOUGH_REFUSED = 3;

  private final ElectionWatch watch;
  private final LabNetwork network = LabNetwork.create();
  private final LabNode mainstay;
  private final LabNode keepalived;

  private RefusalInside(ElectionTerms ours, ElectionTerms theirs, List<String> command) {
    watch = new ElectionWatch(ours);
    watch.watch(network.a());
    watch.watch(network.b());
    mainstay = new MainstayNode(network.a(), 100, command, ours.mainstay("a", 100));
    keepalived =
        new KeepalivedNode(network.b(), 150, theirs.keepalived("b", 150), KeepalivedNode.NO_PROXY);
  }

  /**
   * Arguments: the delivery, Mainstay's password, keepalived's, the reason that Mainstay counts,
   * what its log says, what keepalived's log says, Mainstay's command.
   */
  public static void main(String[] args) {
    ElectionTerms.Delivery delivery = ElectionTerms.Delivery.valueOf(args[0]);
    LabEnclosure.inside(
        () ->
            new RefusalInside(
                    new ElectionTerms(2, delivery, args[1]),
                    new ElectionTerms(2, delivery, args[2]),
                    List.of(args).subList(6, args.length))
                .play(args[3], args[4], args[5]));
  }

  private int play(String reason, String ourWords, String theirWords) {
    try {
      keepalived.start();
      await("keepalived to be master", () -> watch.ownsAll("b", Set.of()));
      mainstay.start();
      await("Mainstay to be master too", () -> watch.ownsAll("a", Set.of("b")));
      await(reason + " to be counted", () -> refused(reason) >= ENOUGH_REFUSED);
      await("Mainstay to say \"" + ourWords + "\"", () -> says(mainstay, ourWords));
      await("keepalived to say \"" + theirWords + "\"", () -> says(keepalived, theirWords));
      if (!watch.ownsAll("a", Set.of("b")) || says(mainstay, "MASTER -> BACKUP")) {
        throw new LabException("Mainstay yielded to what it refused; owners: " + watch);
      }
      return 0;
    } catch (LabException e) {
      watch.say("FAILED: " + e.getMessage());
      watch.say(status());
      mainstay.logTail().forEach(line -> watch.say("Mainstay   | " + line));
      keepalived.logTail().forEach(line -> watch.say("keepalived | " + line));
      return 1;
    }
  }

  private static boolean says(LabNode node, String words) {
    return node.logTail().stream().anyMatch(line -> line.contains(words));
  }

  private long refused(String reason) {
    Matcher counter = Pattern.compile("\"" + reason + "\"\\s*:\\s*(\\d+)").matcher(status());
    long most = 0;
    while (counter.find()) {
      most = Math.max(most, Long.parseLong(counter.group(1)));
    }
    return most;
  }

  private String status() {
    return network.a().run("curl", "-sf", "http://127.0.0.1:8404/status");
  }

  private void await(String expected, BooleanSupplier condition) {
    if (!Patience.until(condition, LIMIT)) {
      throw new LabException(
          String.format(Locale.ROOT, "expected %s, owners: %s", expected, watch));
    }
  }
}
