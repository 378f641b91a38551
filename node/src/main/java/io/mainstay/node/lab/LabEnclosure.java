package io.mainstay.node.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A JVM inside namespaces of its own: first process of its process namespace, alone in its network
 * namespace.
 *
 * <p>Cleaning up needs no luck. The inner JVM ends when its stdin does, and so with this JVM,
 * however that ends; and the kernel then ends every process and network the inner one had made.
 */
final class LabEnclosure {
  private static final int END_LIMIT_SECONDS = 10;

  private LabEnclosure() {}

  /**
   * Runs a main class inside, with this JVM's class path, stdout and stderr.
   *
   * @return its exit code
   * @throws LabException when it cannot be started
   */
  static int run(LabPreflight.Privilege privilege, Class<?> mainClass, List<String> arguments) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(privilege, mainClass, arguments))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      Shell.searchSystemDirectories(builder.environment());
      return await(builder.start());
    } catch (IOException e) {
      throw new LabException("cannot start the lab: " + e.getMessage(), e);
    }
  }

  /**
   * The command that runs a main class inside; its stdin must stay open for as long as it shall
   * live.
   */
  static List<String> command(
      LabPreflight.Privilege privilege, Class<?> mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(unshare(privilege));
    command.add("--mount-proc");
    command.addAll(smallJvm());
    command.add(mainClass.getName());
    command.addAll(arguments);
    return command;
  }

  private static int await(Process inner) {
    Thread onShutdown = new Thread(() -> end(inner), "lab-end");
    Runtime.getRuntime().addShutdownHook(onShutdown);
    try {
      int exitCode = inner.waitFor();
      forget(onShutdown);
      return exitCode;
    } catch (InterruptedException e) {
      end(inner);
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private static void forget(Thread onShutdown) {
    try {
      Runtime.getRuntime().removeShutdownHook(onShutdown);
    } catch (IllegalStateException e) {
      // Ctrl-C: the hook runs already, and it is why the inner process ended.
    }
  }

  private static void end(Process inner) {
    try {
      inner.getOutputStream().close();
      inner.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      inner.destroyForcibly();
    } catch (InterruptedException e) {
      inner.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The command that opens the namespaces, before the command to run in them. */
  static List<String> unshare(LabPreflight.Privilege privilege) {
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (privilege == LabPreflight.Privilege.USER_NAMESPACE) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--net", "--mount", "--pid", "--fork", "--kill-child"));
    return command;
  }

  /**
   * The words that start this JVM's Java with this JVM's class path, frugally, before the main
   * class.
   */
  static List<String> smallJvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx96m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        // Process ids repeat between namespaces, and JVMs name shared files by them.
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"));
  }

  /**
   * For the main method of the inner JVM: does the work, then ends this JVM and all it started.
   * Never returns.
   */
  static void inside(IntSupplier work) {
    endWithStdin();
    int exitCode;
    try {
      exitCode = work.getAsInt();
    } catch (LabException e) {
      System.err.println("mainstay lab: " + e.getMessage());
      exitCode = 1;
    } catch (RuntimeException | Error e) {
      System.err.println("mainstay lab: internal error, please report it: " + e);
      if ("1".equals(System.getenv("MAINSTAY_DEBUG"))) {
        e.printStackTrace();
      }
      exitCode = 1;
    }
    System.out.flush();
    // The first process of its namespace: whatever still runs in it ends with it.
    Runtime.getRuntime().halt(exitCode);
  }

  private static void endWithStdin() {
    Thread watch = new Thread(LabEnclosure::haltAtEndOfStdin, "lab-stdin");
    watch.setDaemon(true);
    watch.start();
  }

  private static void haltAtEndOfStdin() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(1);
  }
}
