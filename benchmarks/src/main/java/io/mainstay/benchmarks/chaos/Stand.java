package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.compare.Ports;
import io.mainstay.benchmarks.underload.AgentJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The node, its servers and where everything is. */
final class Stand implements AutoCloseable {
  /**
   * The longest that the node's own time limits let anything go on, three times over. Servers wait
   * much longer, so that what the node forgot does not end by itself meanwhile.
   */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(15);

  final Journal journal = new Journal();
  final List<ChaosServer> servers = new ArrayList<>();
  final Frontends ports = new Frontends();
  final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "chaos");
            thread.setDaemon(true);
            return thread;
          });
  final NodeProcess node;
  final StatusPage status;
  private final Ports free = new Ports();
  private final int probePort;

  Stand(ChaosOptions options, Path home, Path directory) throws IOException {
    for (Place place : Place.values()) {
      ports.put(place, free.free());
      for (int i = 0; i < place.servers(); i++) {
        servers.add(new ChaosServer(place.label() + i, place, free.free(), journal, threads));
      }
    }
    for (ChaosServer server : servers) {
      server.up();
    }
    int statusPort = free.free();
    probePort = free.free();
    status = new StatusPage(statusPort);
    Path file = directory.resolve("node.conf");
    Files.writeString(
        file, NodeFile.text(options.transport(), options.eventLoops(), statusPort, ports, servers));
    Path agent = AgentJar.write(directory.resolve("probe.jar"), NodeProbe.class);
    node = NodeProcess.start(home, file, agent + "=" + probePort, directory.resolve("node.log"));
  }

  /** Waits until nothing runs; tells what does not end. */
  List<String> awaitRest() throws IOException {
    long deadline = System.nanoTime() + REST_NANOS;
    List<String> unrest = unrest();
    while (!unrest.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      unrest = unrest();
    }
    return unrest;
  }

  private List<String> unrest() throws IOException {
    if (!node.isAlive()) {
      throw new IOException("the node ended: " + String.join(" | ", node.lines()));
    }
    try {
      List<String> unrest = status.unrest();
      int kept = servers.stream().mapToInt(ChaosServer::connections).sum();
      if (unrest.isEmpty() && kept > 0) {
        unrest.add("servers have " + kept + " connections of which the node says nothing");
      }
      return unrest;
    } catch (IOException e) {
      return List.of("status: " + e.getMessage());
    }
  }

  Reading reading() throws IOException {
    return Reading.take(node.pid(), probePort);
  }

  @Override
  public void close() throws IOException {
    node.close();
    threads.shutdownNow();
    free.close();
  }
}
