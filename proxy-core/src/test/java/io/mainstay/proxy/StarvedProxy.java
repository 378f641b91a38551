package io.mainstay.proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A proxy in a process of its own that may open few files. Its clients may be silent for long. */
final class StarvedProxy implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** All that the process has logged so far. */
  final List<String> log = new CopyOnWriteArrayList<>();

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private StarvedProxy(Process process) throws IOException {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      log.add(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the proxy did not start: " + log);
    }
    this.port = Integer.parseInt(line.substring(5));
    Thread reader = new Thread(this::read, "starved-proxy-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one before a server on this port. */
  static StarvedProxy with(int openFiles, TransportKind transport, int server) throws IOException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + openFiles + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StarvedProxy.class.getName(),
                transport.name(),
                Integer.toString(server))
            .redirectErrorStream(true)
            .start();
    return new StarvedProxy(process);
  }

  private void read() {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        log.add(line);
      }
    } catch (IOException e) {
      log.add(e.toString());
    }
  }

  RawClient client() throws IOException {
    return new RawClient(Loopback.of(port));
  }

  /** How many lines of the log have these words. */
  long logged(String words) {
    return log.stream().filter(line -> line.contains(words)).count();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the proxy does not stop: " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The process. It ends with its input. */
  public static void main(String[] args) throws Exception {
    loadAll(Path.of("target/classes"));
    ((Logger) LoggerFactory.getLogger("io.mainstay.proxy.accept")).setLevel(Level.INFO);
    Server web = Server.of("web1", Loopback.of(Integer.parseInt(args[1])));
    ProxyConfig config =
        TestProxy.frontendTimeouts(t -> new FrontendTimeouts(LONG, LONG, LONG))
            .andThen(TestProxy.backendTimeouts(t -> t.withIdle(LONG)))
            .apply(TestProxy.config(web));
    try (Proxy proxy = Proxy.start(config.withTransport(TransportKind.valueOf(args[0])))) {
      System.out.println("port " + proxy.localAddresses("web").get(0).getPort());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  /** Classes that are not in a jar are files, and nothing can be loaded once there are no more. */
  private static void loadAll(Path classes) throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(classes)) {
      names =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.contains("-info"))
              .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
              .toList();
    }
    for (String name : names) {
      Class.forName(name);
    }
  }
}
