package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Copies of {@code sleep} under a name that no other process of the host has. */
final class Sleepers {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Path program;

  private Sleepers(Path program) {
    this.program = program;
  }

  static Sleepers in(Path folder) throws IOException {
    String name = "zz" + ProcessHandle.current().pid() + "x" + NUMBER.incrementAndGet();
    Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve(name));
    return new Sleepers(executable(program));
  }

  static Path executable(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A shell script that calls this program {@code $SLEEP}. */
  Path script(String name, String body) throws IOException {
    Path script = program.resolveSibling(name);
    return executable(Files.writeString(script, "#!/bin/sh\nSLEEP=" + program + "\n" + body));
  }

  Path program() {
    return program;
  }

  String name() {
    return String.valueOf(program.getFileName());
  }

  Process start() throws IOException {
    return new ProcessBuilder(program.toString(), "1000").start();
  }

  List<ProcessStat> running() {
    return new ProcessTable().running().filter(stat -> stat.command().equals(name())).toList();
  }

  void end() {
    running()
        .forEach(stat -> ProcessHandle.of(stat.pid()).ifPresent(ProcessHandle::destroyForcibly));
  }

  static void await(String what, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(deadlineNanos - System.nanoTime()).as("still waiting until %s", what).isPositive();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
