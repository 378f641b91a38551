package io.mainstay.node.log;

import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.LogMessage;
import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.SessionRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of a node's sessions and checks. Handing something in never waits; any thread may.
 *
 * <p>Closed last, so that what the end brings is written too.
 */
public final class AccessLog implements SessionListener, AutoCloseable {
  private final LogConfig config;
  private final List<LogLane> lanes = new ArrayList<>();

  private AccessLog(LogConfig config) {
    this.config = config;
  }

  /**
   * Starts a thread for each target.
   *
   * @throws IOException when a file cannot be opened; names it
   */
  public static AccessLog start(LogConfig config) throws IOException {
    AccessLog log = new AccessLog(config);
    try {
      for (TargetConfig target : config.targets()) {
        log.lanes.add(
            LogLane.start(
                target.name(),
                config.queueLines(),
                new LineWriter(target, config.host(), config.tag()),
                LogTargets.of(target.place())));
      }
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** One that writes nothing. */
  public static AccessLog none() {
    return new AccessLog(LogConfig.NONE);
  }

  /** Whether there is anything to write to. */
  public boolean isOn() {
    return !lanes.isEmpty();
  }

  /** Null for a frontend without a log. */
  @Override
  public @Nullable SessionListener of(String frontend) {
    FrontendLog log = config.frontends().get(frontend);
    if (log == null) {
      return null;
    }
    List<LogLane> to = lanes(log.targets());
    return to.isEmpty() ? null : new FrontendLines(log.rule(), to);
  }

  private List<LogLane> lanes(Set<String> targets) {
    List<LogLane> found = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      if (targets.contains(config.targets().get(i).name())) {
        found.add(lanes.get(i));
      }
    }
    return List.copyOf(found);
  }

  /** Nobody's: each frontend has a listener of its own. */
  @Override
  public void ended(SessionRecord session) {}

  /** Whether anybody hears of a backend. */
  public boolean hears(String backend) {
    return !targets(backend).isEmpty();
  }

  /** Whether the checks of a backend are logged one by one. */
  public boolean logsChecks(String backend) {
    return hears(backend) && config.checks().contains(backend);
  }

  /**
   * Logs something else than a session.
   *
   * @param proxy the frontend or backend that it is about, whose targets hear it
   */
  public void tell(String proxy, LogLevel level, String text) {
    LogEntry entry = new LogEntry.Message(new LogMessage(level, text), System.nanoTime());
    lanes(targets(proxy)).forEach(lane -> lane.offer(entry));
  }

  /** Of a backend; of a frontend when there is no backend of that name. */
  private Set<String> targets(String proxy) {
    FrontendLog frontend = config.frontends().get(proxy);
    Set<String> own = frontend == null ? Set.of() : frontend.targets();
    return config.backends().getOrDefault(proxy, own);
  }

  /** How the targets do. */
  public List<LogTargetSnapshot> snapshot() {
    return lanes.stream().map(LogLane::snapshot).toList();
  }

  /** Writes what waits and ends; waits a few seconds for a target that is stuck. */
  @Override
  public void close() {
    lanes.forEach(LogLane::end);
    long deadlineNanos = System.nanoTime() + LogLane.STOP_NANOS;
    lanes.forEach(lane -> lane.awaitEnd(deadlineNanos));
  }
}
