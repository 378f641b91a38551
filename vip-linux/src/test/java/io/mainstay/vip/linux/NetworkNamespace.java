package io.mainstay.vip.linux;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace of its own for a test: one thread that left the JVM's. Sockets, threads and
 * processes made on it are born in the namespace, and the kernel ends it with the last of them.
 */
final class NetworkNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final int threadId;

  /** The two calls that only this test needs. */
  private static final class Calls {
    static {
      Native.register(Calls.class, "c");
    }

    static native int unshare(int flags);

    static native int gettid();
  }

  private NetworkNamespace() throws Exception {
    int result = thread.submit(() -> Calls.unshare(CLONE_NEWNET)).get();
    if (result != 0) {
      thread.shutdown();
    }
    Assumptions.assumeTrue(result == 0, "needs root (CAP_SYS_ADMIN) to make a network namespace");
    threadId = call(Calls::gettid);
    ip("link set lo up");
  }

  /** Two namespaces with a cable between them: {@code left} and {@code right}. */
  record Pair(NetworkNamespace left, NetworkNamespace right) implements AutoCloseable {

    static Pair create() throws Exception {
      NetworkNamespace left = new NetworkNamespace();
      NetworkNamespace right = new NetworkNamespace();
      left.ip("link add left0 type veth peer name right0 netns " + right.threadId);
      left.ip("address add 10.99.0.1/24 dev left0");
      left.ip("address add fd99::1/64 dev left0 nodad");
      left.ip("link set left0 addrgenmode none up");
      left.ip("address add fe80::1/64 dev left0 nodad");
      right.ip("address add 10.99.0.2/24 dev right0");
      right.ip("address add fd99::2/64 dev right0 nodad");
      right.ip("link set right0 addrgenmode none up");
      right.ip("address add fe80::2/64 dev right0 nodad");
      return new Pair(left, right);
    }

    @Override
    public void close() {
      left.close();
      right.close();
    }
  }

  /** Runs something inside. */
  <T> T call(Callable<T> work) throws Exception {
    try {
      return thread.submit(work).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Something that returns nothing. */
  interface Work {
    void run() throws Exception;
  }

  void run(Work work) throws Exception {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Runs iproute2's command inside and returns what it prints. */
  String ip(String arguments) throws Exception {
    return call(() -> command(("ip " + arguments).split(" ")));
  }

  /** Skips the test where the kernel has no tables that go with their process. */
  void assumeNfTables() throws Exception {
    String problem =
        call(
            () -> {
              try {
                NftTable.open(Nft.FAMILY_ARP, "probe").close();
                return "";
              } catch (IOException e) {
                return e.toString();
              }
            });
    Assumptions.assumeTrue(problem.isEmpty(), "needs nf_tables of Linux 5.12: " + problem);
  }

  void assumeCommand(String command) {
    boolean found =
        Stream.of("/bin", "/usr/bin", "/sbin", "/usr/sbin")
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    Assumptions.assumeTrue(found, "needs " + command);
  }

  private static String command(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
