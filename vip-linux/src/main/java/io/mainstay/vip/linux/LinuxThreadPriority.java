package io.mainstay.vip.linux;

import java.io.IOException;

/**
 * Puts the calling thread before others on its core. Threads that it starts later do not inherit
 * this. What it asks for holds until the thread ends.
 */
public final class LinuxThreadPriority {
  /** The lowest realtime priority: before every ordinary thread, after whoever knows better. */
  static final int REALTIME_PRIORITY = 1;

  static final int LEAST_NICE = -20;

  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;

  /** What the thread starts must not be realtime or hasty by inheritance. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int PRIO_PROCESS = 0;

  /** {@code setpriority} is about the calling thread alone, whatever POSIX says of processes. */
  private static final int CALLING_THREAD = 0;

  private LinuxThreadPriority() {}

  /**
   * Makes the calling thread a realtime one (SCHED_RR, the lowest priority): it runs as soon as it
   * can, whatever else the host does.
   *
   * @throws IOException when the kernel refuses; the message is one line that names the cure
   */
  public static void realtime() throws IOException {
    schedule("run VRRP at realtime priority", SCHED_RR, REALTIME_PRIORITY);
  }

  /**
   * Gives the calling thread a niceness of -20: it gets its turn before the other threads of its
   * session or control group.
   *
   * @throws IOException when the kernel refuses; the message is one line that names the cure
   */
  public static void leastNice() throws IOException {
    String what = "run VRRP at nice " + LEAST_NICE;
    LinuxPlatform.check();
    if (Libc.setpriority(PRIO_PROCESS, CALLING_THREAD, LEAST_NICE) != 0) {
      throw LinuxCapabilities.explainNice(
          what, "LimitNICE=-20", "nice=40", new ErrnoException("setpriority", Libc.errno()));
    }
    schedule(what, SCHED_OTHER, 0);
  }

  private static void schedule(String what, int policy, int priority) throws IOException {
    LinuxPlatform.check();
    NativeBuffer parameters = new NativeBuffer(4);
    parameters.bytes().putInt(0, priority);
    // Unlike sched_setscheduler, this one is there in musl too; it returns its error.
    int errno =
        Libc.pthread_setschedparam(
            Libc.pthread_self(), policy | SCHED_RESET_ON_FORK, parameters.address());
    if (errno != 0) {
      throw LinuxCapabilities.explainNice(
          what,
          "LimitRTPRIO=" + REALTIME_PRIORITY,
          "rtprio=" + REALTIME_PRIORITY,
          new ErrnoException("pthread_setschedparam", errno));
    }
  }
}
