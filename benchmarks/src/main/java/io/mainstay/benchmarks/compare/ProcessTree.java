package io.mainstay.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * What a process and its children have used, as /proc says.
 *
 * @param root the process
 */
record ProcessTree(ProcessHandle root) {
  /** CPU time so far of all threads of all of them. */
  long cpuNanos() {
    return sum("stat", ProcStat::cpuNanos);
  }

  /** Resident memory of all of them; what they share counts for each. */
  long residentBytes() {
    return sum("status", ProcStat::residentBytes);
  }

  /** CPU time so far of this process alone. */
  static long ownCpuNanos() {
    return read(Path.of("/proc/self/stat"), ProcStat::cpuNanos);
  }

  private long sum(String file, ToLongFunction<String> read) {
    return LongStream.concat(
            LongStream.of(root.pid()), root.descendants().mapToLong(ProcessHandle::pid))
        .map(pid -> read(Path.of("/proc", Long.toString(pid), file), read))
        .sum();
  }

  private static long read(Path file, ToLongFunction<String> read) {
    try {
      return read.applyAsLong(Files.readString(file));
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
