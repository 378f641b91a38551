package io.mainstay.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy that runs. */
final class PeerProcess implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int CONNECT_MILLIS = 1_000;
  private static final int LAST_WORDS = 500;

  private final Peer peer;
  private final Process process;
  private final Path log;
  private final InetSocketAddress address;

  private PeerProcess(Peer peer, Process process, Path log, InetSocketAddress address) {
    this.peer = peer;
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts it; {@link #awaitListening} follows.
   *
   * @param words the command
   * @param directory where its output goes
   */
  static PeerProcess start(Peer peer, List<String> words, Path directory, int port)
      throws IOException {
    Path log = directory.resolve("output");
    // A JVM that is measured ends with its standard input, so none stays behind a killed parent.
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new PeerProcess(
        peer, process, log, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  InetSocketAddress address() {
    return address;
  }

  ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  /** Waits until it accepts connections. */
  void awaitListening() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_NANOS;
    while (!listens()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(peer.label() + " did not listen in time: " + lastWords());
      }
      stand(50, TimeUnit.MILLISECONDS);
    }
  }

  /** Lets time pass in which it must not end. */
  void stand(long time, TimeUnit unit) throws IOException, InterruptedException {
    if (process.waitFor(time, unit)) {
      throw new IOException(
          peer.label() + " ended with " + process.exitValue() + ": " + lastWords());
    }
  }

  private boolean listens() {
    try (Socket probe = new Socket()) {
      probe.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The end of what it wrote, on one line. */
  String lastWords() {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
      String end = text.substring(Math.max(0, text.length() - LAST_WORDS));
      return end.isEmpty() ? "it said nothing" : end.replace("\n", " | ");
    } catch (IOException e) {
      return "its output cannot be read: " + e.getMessage();
    }
  }

  /** Asks it to end, and ends it with its children when it does not. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
