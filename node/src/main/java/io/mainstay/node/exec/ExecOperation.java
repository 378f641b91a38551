package io.mainstay.node.exec;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation on one address: the commands it takes, within one time limit. What a command says
 * of its work counts less than what {@code inspect} sees afterwards.
 */
final class ExecOperation {
  private static final Logger LOG = LoggerFactory.getLogger(ExecOperation.class);
  private static final int ELSEWHERE = 2;

  /** What {@code sysexits.h} and shells say when a person has to mend something. */
  private static final int WRONG_CONFIGURATION = 78;

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final ExecSettings settings;
  private final VirtualAddress address;
  private final long deadlineNanos;

  ExecOperation(ExecSettings settings, VirtualAddress address) {
    this.settings = settings;
    this.address = address;
    this.deadlineNanos = System.nanoTime() + settings.timeLimit().toNanos();
  }

  VipOutcome acquire() throws InterruptedException {
    VipHolder before = inspect();
    if (before instanceof VipHolder.Here) {
      return new VipOutcome.Held(true);
    }
    if (before instanceof VipHolder.Unknown unknown) {
      return failed(unknown.reason());
    }
    VipOutcome up = change("up", settings.up(), new VipOutcome.Held(false));
    VipHolder after = inspect();
    if (after instanceof VipHolder.Here) {
      return new VipOutcome.Held(false);
    }
    return up instanceof VipOutcome.Held ? failed("up succeeded, but inspect says " + after) : up;
  }

  VipOutcome release() throws InterruptedException {
    VipHolder before = inspect();
    if (before instanceof VipHolder.Absent || before instanceof VipHolder.Elsewhere) {
      return new VipOutcome.Released();
    }
    VipOutcome down = change("down", settings.down(), new VipOutcome.Released());
    VipHolder after = inspect();
    if (after instanceof VipHolder.Absent || after instanceof VipHolder.Elsewhere) {
      return new VipOutcome.Released();
    }
    boolean done = down instanceof VipOutcome.Released;
    return done ? failed("down succeeded, but inspect says " + after) : down;
  }

  VipHolder inspect() throws InterruptedException {
    try {
      CommandRun.End end = run("inspect", settings.inspect());
      if (!end.ended()) {
        return new VipHolder.Unknown(late("inspect"));
      }
      return switch (end.exitCode()) {
        case 0 -> new VipHolder.Here();
        case 1 -> new VipHolder.Absent();
        case ELSEWHERE ->
            new VipHolder.Elsewhere(
                end.firstLine().isBlank() ? "another node" : end.firstLine().strip());
        default -> new VipHolder.Unknown(said("inspect", end));
      };
    } catch (IOException e) {
      return new VipHolder.Unknown("inspect: " + e.getMessage());
    }
  }

  private VipOutcome change(String name, String command, VipOutcome done)
      throws InterruptedException {
    try {
      CommandRun.End end = run(name, command);
      if (!end.ended()) {
        return failed(late(name));
      }
      return switch (end.exitCode()) {
        case 0 -> done;
        case WRONG_CONFIGURATION, NOT_EXECUTABLE, NOT_FOUND ->
            new VipOutcome.Refused(said(name, end));
        default -> failed(said(name, end));
      };
    } catch (IOException e) {
      return new VipOutcome.Refused(name + ": " + e.getMessage());
    }
  }

  private CommandRun.End run(String name, String command) throws IOException, InterruptedException {
    Map<String, String> environment =
        Map.of(
            "MAINSTAY_OPERATION", name,
            "MAINSTAY_ADDRESS", address.address().getHostAddress(),
            "MAINSTAY_PREFIX_LENGTH", Integer.toString(address.prefixLength()),
            "MAINSTAY_FAMILY", address.address() instanceof Inet4Address ? "ipv4" : "ipv6",
            "MAINSTAY_INTERFACE", address.interfaceName());
    long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
    CommandRun.End end =
        CommandRun.run(List.of("setsid", "/bin/sh", "-c", command), environment, leftNanos);
    end.output()
        .lines()
        .forEach(line -> LOG.info("exec {} {}: {}", name, address, line.replaceAll("\\p{C}", " ")));
    return end;
  }

  private String late(String name) {
    long millis = TimeUnit.NANOSECONDS.toMillis(settings.timeLimit().toNanos());
    return name + " did not end within " + millis + " ms and was killed";
  }

  private static String said(String name, CommandRun.End end) {
    String line = end.firstLine().replaceAll("\\p{C}", " ").strip();
    return name + " ended with " + end.exitCode() + (line.isEmpty() ? "" : ": " + line);
  }

  private static VipOutcome failed(String reason) {
    return new VipOutcome.Failed(reason, Duration.ZERO);
  }
}
