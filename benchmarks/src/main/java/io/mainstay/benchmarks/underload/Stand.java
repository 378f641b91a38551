package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where it is measured: host B is this process's own network namespace, with the backups, the web
 * server and the clients; host A is another, joined by a cable.
 */
final class Stand implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path home;
  private final Path directory;
  private final Options options;
  private final List<Command> running = new ArrayList<>();
  private final Command hostA;

  /**
   * @param home the unpacked distribution
   * @param directory where logs go
   */
  Stand(Path home, Path directory, Options options) {
    this.home = home;
    this.directory = directory;
    this.options = options;
    hostA =
        keep(Command.start(directory, "host-a", List.of("unshare", "--net", "sleep", "100000")));
    await("the namespace of host A", this::hostAExists);
    wire();
  }

  private boolean hostAExists() {
    try {
      return !Files.readSymbolicLink(Path.of("/proc/" + hostA.pid() + "/ns/net"))
          .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    } catch (IOException e) {
      return false;
    }
  }

  private void wire() {
    String link = Configurations.LINK;
    String a = Long.toString(hostA.pid());
    run("ip", "link", "set", "lo", "up");
    run("ip", "link", "add", link, "type", "veth", "peer", "name", link, "netns", a);
    run("ip", "address", "add", Configurations.B_ADDRESS + "/24", "dev", link);
    run("ip", "link", "set", link, "up");
    run(onA("ip", "link", "set", "lo", "up"));
    run(onA("ip", "address", "add", Configurations.A_ADDRESS + "/24", "dev", link));
    run(onA("ip", "link", "set", link, "up"));
  }

  private void run(String... words) {
    Command.run(directory, words);
  }

  Path home() {
    return home;
  }

  Path directory() {
    return directory;
  }

  Options options() {
    return options;
  }

  /** The words that run a command on host A. */
  String[] onA(String... words) {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(hostA.pid()), "-n", "--"));
    command.addAll(List.of(words));
    return command.toArray(new String[0]);
  }

  /** Closes it together with this stand, last started first. */
  Command keep(Command command) {
    running.add(command);
    return command;
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + name + ": " + e, e);
    }
  }

  /** Starts the web server behind the proxy. */
  void startWeb() {
    Path file = write("nginx.conf", Configurations.nginx(directory.toString()));
    keep(Command.start(directory, "nginx", Cores.beside("nginx", "-c", file.toString())));
  }

  /** Starts the backups; returns when all of them hear host A. */
  void startBackups() {
    Path file = write("b.conf", Configurations.mainstayBackup(options));
    String mainstay = home.resolve("bin/mainstay").toString();
    Command node =
        keep(
            Command.start(
                directory, "node-b", Cores.beside(mainstay, "run", "-c", file.toString())));
    await(
        "the backups to hear their master",
        () -> {
          if (!node.isAlive()) {
            throw new BenchException("node B ended: " + node.printed().strip());
          }
          return backups().map(Status::allHear).orElse(false);
        });
  }

  /** What the backups' node says of itself. */
  Optional<Status> backups() {
    return Status.of(Configurations.B_ADDRESS);
  }

  /** Starts to capture all VRRP that arrives at host B. */
  Command startCapture(Path file) {
    Command capture =
        keep(
            Command.start(
                directory,
                "tcpdump",
                Cores.beside(
                    "tcpdump",
                    "-Z",
                    "root",
                    "-i",
                    Configurations.LINK,
                    "-n",
                    "-s",
                    "128",
                    "-B",
                    "16384",
                    "--time-stamp-precision=nano",
                    "-w",
                    file.toString(),
                    "ip proto 112")));
    await("tcpdump", () -> capture.printed().contains("listening on") || !capture.isAlive());
    if (!capture.isAlive()) {
      throw new BenchException("tcpdump ended: " + capture.printed().strip());
    }
    return capture;
  }

  /** Waits until something is so; polling is enough for what takes a second. */
  static void await(String what, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (deadlineNanos - System.nanoTime() <= 0) {
        throw new BenchException("waited " + START_LIMIT.toSeconds() + " s in vain for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  static void settle(Duration time) {
    long deadlineNanos = System.nanoTime() + time.toNanos();
    while (deadlineNanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(deadlineNanos - System.nanoTime());
    }
  }

  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }
}
