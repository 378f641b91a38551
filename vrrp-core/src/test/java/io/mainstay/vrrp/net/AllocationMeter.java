package io.mainstay.vrrp.net;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Counts the bytes that the calling thread allocated. */
public final class AllocationMeter {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Object[] thread = {Thread.currentThread().getId()};
  private final String[] signature = {"long"};

  /** All bytes so far; the call itself allocates a little. */
  public long bytes() {
    try {
      Object bytes =
          server.invoke(
              new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
              "getThreadAllocatedBytes",
              thread,
              signature);
      return (Long) bytes;
    } catch (JMException e) {
      throw new AssertionError("this JVM does not count allocations", e);
    }
  }
}
