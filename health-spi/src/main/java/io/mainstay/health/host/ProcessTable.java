package io.mainstay.health.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processes of this host as {@code /proc} shows them. A process that just ended is not there.
 */
final class ProcessTable {
  private final Path proc;

  ProcessTable() {
    this(Path.of("/proc"));
  }

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  Optional<ProcessStat> running(long pid) {
    return read(pid, "stat").flatMap(ProcessStat::parse).filter(ProcessStat::running);
  }

  /** Reads one file for each process of the host, lazily. */
  Stream<ProcessStat> running() {
    return pids().mapToObj(this::running).flatMap(Optional::stream);
  }

  /** The words of a process's command line; empty for a thread of the kernel. */
  List<String> commandLine(long pid) {
    return read(pid, "cmdline")
        .map(text -> List.of(text.replaceFirst("\0$", "").split("\0", -1)))
        .orElse(List.of());
  }

  private LongStream pids() {
    String[] names = proc.toFile().list();
    return names == null
        ? LongStream.empty()
        : Stream.of(names).filter(ProcessTable::isNumber).mapToLong(Long::parseLong);
  }

  private static boolean isNumber(String name) {
    return name.length() < 19 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Optional<String> read(long pid, String file) {
    try {
      byte[] bytes = Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve(file));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
