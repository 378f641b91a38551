package io.mainstay.vip.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import io.mainstay.health.source.FoundServer;
import io.mainstay.health.source.ServerListener;
import io.mainstay.health.source.ServerSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds servers by the labels of containers, see {@link ServerLabels}, and goes on telling who
 * there is. The Engine's events say when to look, its list says what is; without events it is
 * looked at now and then. While the Engine does not answer, the servers stay as they were: whether
 * one can serve is its health check's to say.
 */
final class DockerServers implements ServerSource {

  private static final Logger LOG = LoggerFactory.getLogger(DockerServers.class);

  /** The most servers that are taken; what is beyond is left out, and said so. */
  static final int MOST_SERVERS = 4096;

  /** How long without an event until it is looked again. */
  private static final Duration POLL = Duration.ofSeconds(10);

  /** How long until an Engine that did not answer is asked again, and events are asked for anew. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration GAP = Duration.ofMillis(50);

  /** What can make a container come or go; its health check alone makes three others per run. */
  private static final List<String> EVENTS =
      List.of("start", "die", "kill", "pause", "unpause", "rename", "destroy");

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long CLOSE_MILLIS = 2_000;

  private final Engine engine;
  private final DockerSourceSettings settings;
  private final Duration poll;
  private final ServerListener listener;
  private final LeavingContainers leaving = new LeavingContainers();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private @Nullable List<FoundServer> told;
  private volatile boolean closed;
  private final Semaphore ending = new Semaphore(0);
  private String problem = "";
  private Set<String> unusable = Set.of();

  private DockerServers(DockerSourceSettings settings, Duration poll, ServerListener listener) {
    this.engine = new Engine(settings.engine(), TIMEOUT);
    this.settings = settings;
    this.poll = poll;
    this.listener = listener;
    this.thread = new Thread(this::run, "mainstay-docker-servers");
    thread.setDaemon(true);
  }

  /** Starts looking. */
  static DockerServers start(DockerSourceSettings settings, ServerListener listener) {
    return start(settings, POLL, listener);
  }

  static DockerServers start(
      DockerSourceSettings settings, Duration poll, ServerListener listener) {
    DockerServers servers = new DockerServers(settings, poll, listener);
    servers.thread.start();
    return servers;
  }

  private void run() {
    while (!closed) {
      try (EngineEvents events = engine.events(EVENTS, settings.label(), this::on, wake::release)) {
        do {
          Duration longest = look() ? poll : RETRY;
          await(wake, longest);
          await(ending, GAP); // a burst of events is one look
          wake.drainPermits();
        } while (!closed && !events.ended());
      } catch (RuntimeException e) {
        // An answer that nobody thought of must not end the search.
        say(String.valueOf(EngineException.of(e, settings.engine()).getMessage()));
      }
      await(ending, RETRY);
    }
  }

  private void on(Event event) {
    leaving.on(event, System.nanoTime());
    wake.release();
  }

  private void await(Semaphore signal, Duration longest) {
    if (closed) {
      return;
    }
    try {
      signal.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private boolean look() {
    try {
      take(engine.containersLabelled(settings.label()));
      say("");
      return true;
    } catch (EngineException e) {
      say(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void take(List<Container> containers) {
    Map<String, FoundServer> found = new LinkedHashMap<>();
    Set<String> problems = new TreeSet<>();
    for (Container container : containers) {
      try {
        if (!leaving.isLeaving(String.valueOf(container.getId()), System.nanoTime())) {
          ServerLabels.read(container, settings)
              .ifPresent(server -> found.put(server.name(), server));
        }
      } catch (ServerLabels.UnusableException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    List<FoundServer> now = found.values().stream().limit(MOST_SERVERS).toList();
    if (now.size() < found.size()) {
      problems.add("more than " + MOST_SERVERS + " servers; what is beyond is left out");
    }
    problems.stream()
        .filter(each -> !unusable.contains(each))
        .forEach(each -> LOG.warn("docker servers outcome=left-out reason=\"{}\"", each));
    unusable = problems;
    tell(now);
  }

  private void tell(List<FoundServer> now) {
    if (now.equals(told) || closed) {
      return;
    }
    told = now;
    try {
      listener.found(now);
    } catch (RuntimeException e) {
      LOG.error("docker servers: a listener failed", e);
    }
  }

  /** Says that the Engine does not answer, and that it does again. */
  private void say(String now) {
    if (now.equals(problem)) {
      return;
    }
    problem = now;
    if (now.isEmpty()) {
      LOG.info("docker servers label={} outcome=answered-again", settings.label());
    } else {
      LOG.warn(
          "docker servers label={} outcome=not-answered reason=\"{}\"; they stay as they were",
          settings.label(),
          now);
    }
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
    ending.release();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engine.close();
  }
}
