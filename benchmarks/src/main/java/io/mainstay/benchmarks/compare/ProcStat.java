package io.mainstay.benchmarks.compare;

/** Reads what /proc says of a process, from the text of its files. */
final class ProcStat {
  /** Linux counts CPU time for user space in hundredths of a second on every architecture. */
  private static final long NANOS_PER_TICK = 10_000_000L;

  private static final int USER_TICKS = 11;
  private static final int KERNEL_TICKS = 12;

  private ProcStat() {}

  /**
   * CPU time in user space and in the kernel, all threads, from /proc/PID/stat.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static long cpuNanos(String stat) {
    // The name in parentheses may hold spaces and parentheses itself.
    int name = stat.lastIndexOf(')');
    String[] fields = name < 0 ? new String[0] : stat.substring(name + 1).strip().split(" ");
    if (fields.length <= KERNEL_TICKS) {
      throw new IllegalArgumentException("not a /proc/PID/stat: " + stat);
    }
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]))
        * NANOS_PER_TICK;
  }

  /** Resident memory from /proc/PID/status; 0 for a process that has ended. */
  static long residentBytes(String status) {
    for (String line : status.split("\n")) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
