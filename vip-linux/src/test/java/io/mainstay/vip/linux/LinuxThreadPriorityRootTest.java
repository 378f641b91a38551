package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read back from the kernel, of the thread itself and of one that it started. */
@Tag("root")
class LinuxThreadPriorityRootTest {
  private static final Scheduling ORDINARY = new Scheduling(0, 0, 0);

  /** What /proc says of a thread: SCHED_OTHER is policy 0, SCHED_RR is 2. */
  private record Scheduling(int policy, int realtimePriority, int nice) {
    static Scheduling ofThisThread() throws Exception {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      // After the name, which may hold anything; the state is field 3.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
      return new Scheduling(
          Integer.parseInt(fields[41 - 3]),
          Integer.parseInt(fields[40 - 3]),
          Integer.parseInt(fields[19 - 3]));
    }
  }

  /** The priority is the thread's own, so each asking needs a thread of its own. */
  private static <T> T onNewThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    new Thread(future, "asks").start();
    return future.get();
  }

  @BeforeEach
  void needRoot() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root to raise a priority");
    Assumptions.assumeTrue(
        onNewThread(Scheduling::ofThisThread).equals(ORDINARY),
        "needs to be started at normal priority");
  }

  @Test
  void shouldMakeOnlyTheCallingThreadRealtime() throws Exception {
    List<Scheduling> thenChild =
        onNewThread(
            () -> {
              LinuxThreadPriority.realtime();
              return List.of(Scheduling.ofThisThread(), onNewThread(Scheduling::ofThisThread));
            });

    assertThat(thenChild).containsExactly(new Scheduling(2, 1, 0), ORDINARY);
    assertThat(Scheduling.ofThisThread()).isEqualTo(ORDINARY);
  }

  @Test
  void shouldGiveOnlyTheCallingThreadTheLeastNiceness() throws Exception {
    List<Scheduling> thenChild =
        onNewThread(
            () -> {
              LinuxThreadPriority.leastNice();
              return List.of(Scheduling.ofThisThread(), onNewThread(Scheduling::ofThisThread));
            });

    assertThat(thenChild).containsExactly(new Scheduling(0, 0, -20), ORDINARY);
    assertThat(Scheduling.ofThisThread()).isEqualTo(ORDINARY);
  }
}
