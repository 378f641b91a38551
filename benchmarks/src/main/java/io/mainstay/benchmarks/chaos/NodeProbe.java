package io.mainstay.benchmarks.chaos;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Tells from inside a process what of its memory is in use. Loaded into the node as a Java agent;
 * whoever connects gets one line, after a collection.
 */
public final class NodeProbe {
  private NodeProbe() {}

  /**
   * Called by the JVM before the program's main method.
   *
   * @param port where it is asked, on loopback
   */
  public static void premain(String port) throws IOException {
    ServerSocket listener =
        new ServerSocket(Integer.parseInt(port), 8, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> answer(listener), "probe");
    thread.setDaemon(true);
    thread.start();
  }

  private static void answer(ServerSocket listener) {
    while (true) {
      try (Socket asker = listener.accept()) {
        answer(asker);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answer(Socket asker) {
    try {
      asker.getOutputStream().write(line().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      // A stranger who tries all ports of this host: the next may be ours.
      return;
    }
  }

  /**
   * All threads but those that answer on the status page: a pool of at most 32, which has one more
   * for each question until it is full, and loses them when nobody asks. Their number says how
   * often chaos had to ask whether the node rests, which is more often on a busy machine.
   */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().equals("status"))
        .count();
  }

  /** Live heap, direct memory taken from the system, direct memory in buffers, threads. */
  private static String line() {
    // Twice: what the first finds unreachable may have held on to more.
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long direct = Math.max(0, PlatformDependent.usedDirectMemory());
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    long active = 0;
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
      active += arena.numActiveBytes();
    }
    return heap + " " + direct + " " + active + " " + threads() + "\n";
  }
}
