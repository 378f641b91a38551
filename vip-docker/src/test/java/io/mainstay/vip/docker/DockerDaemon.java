package io.mainstay.vip.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Engine of the test's own: in mount and network namespaces of its own, so that nothing of
 * the host's is touched, with its files in the given folder. It has one image, of busybox, and two
 * networks, {@code vip} and {@code back}.
 */
public final class DockerDaemon implements AutoCloseable {

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String IMAGE = "mainstay-test:latest";

  // Of the ELF format.
  private static final int PROGRAM_HEADERS_AT = 32;
  private static final int PROGRAM_HEADER_SIZE_AT = 54;
  private static final int PROGRAM_HEADER_COUNT_AT = 56;
  private static final int INTERPRETER = 3;

  private static final long START_SECONDS = 60;
  private static final long END_SECONDS = 30;

  private final Path folder;
  private final URI address;
  private final DockerHttpClient http;
  private final DockerClient client;
  private Process process;

  private DockerDaemon(Path folder) throws IOException {
    this.folder = folder;
    this.address = URI.create("unix://" + folder.resolve("docker.sock"));
    this.process = launch();
    this.http = new ApacheDockerHttpClient.Builder().dockerHost(address).build();
    this.client =
        DockerClientImpl.getInstance(
            new EngineClientConfig(address, RemoteApiVersion.UNKNOWN_VERSION), http);
  }

  /** Skips the test where there is no Engine to start. */
  public static DockerDaemon start(Path folder) throws Exception {
    assumeInstalled();
    DockerDaemon daemon = new DockerDaemon(folder);
    try {
      daemon.awaitStart();
      daemon.importImage(folder);
      daemon.createNetwork("vip", "10.231.7.0/24", "fd00:231:7::/64");
      daemon.createNetwork("back", "10.231.8.0/24", "fd00:231:8::/64");
      return daemon;
    } catch (Exception e) {
      daemon.close();
      throw e;
    }
  }

  private static void assumeInstalled() throws IOException {
    for (String command : List.of("unshare", "dockerd", "containerd", "runc", "tar")) {
      boolean found =
          Stream.of("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
      Assumptions.assumeTrue(found, "needs " + command + " (package docker.io)");
    }
    Assumptions.assumeTrue(
        Files.isExecutable(BUSYBOX) && isStatic(BUSYBOX),
        "needs a static " + BUSYBOX + " (package busybox-static)");
  }

  /** Whether a 64-bit program asks for no interpreter, which the image does not have. */
  private static boolean isStatic(Path program) throws IOException {
    ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(program)).order(ByteOrder.nativeOrder());
    int headers = (int) elf.getLong(PROGRAM_HEADERS_AT);
    int size = elf.getShort(PROGRAM_HEADER_SIZE_AT);
    for (int i = 0; i < elf.getShort(PROGRAM_HEADER_COUNT_AT); i++) {
      if (elf.getInt(headers + i * size) == INTERPRETER) {
        return false;
      }
    }
    return true;
  }

  private Process launch() throws IOException {
    Process launched =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--mount",
                    "--net",
                    "--propagation",
                    "private",
                    "dockerd",
                    "--iptables=false",
                    "--ip6tables=false",
                    "--bridge=none",
                    "--data-root=" + folder.resolve("data"),
                    "--exec-root=" + folder.resolve("exec"),
                    "--pidfile=" + folder.resolve("docker.pid"),
                    "--host=" + address))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
    return launched;
  }

  private Path log() {
    return folder.resolve("docker.log");
  }

  /** Ends the daemon as a system does, and starts it again; its files stay, its networks do not. */
  void restart() throws Exception {
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("dockerd did not end: " + Files.readString(log()));
    }
    process = launch();
    awaitStart();
  }

  private void awaitStart() throws Exception {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        client.pingCmd().exec();
        return;
      } catch (RuntimeException e) {
        boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
        if (ended || endNanos - System.nanoTime() <= 0) {
          throw new IOException("dockerd did not start: " + Files.readString(log()), e);
        }
      }
    }
  }

  private void importImage(Path folder) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(BUSYBOX, bin.resolve("busybox"));
    for (String applet :
        List.of("sh", "sleep", "httpd", "nc", "ip", "test", "touch", "rm", "mkdir")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Process tar =
        new ProcessBuilder("tar", "-C", folder.resolve("image").toString(), "-c", ".").start();
    // Past docker-java's own command, which sends the archive as JSON.
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.POST)
            .path("/images/create?fromSrc=-&repo=mainstay-test")
            .putHeader("content-type", "application/x-tar")
            .body(tar.getInputStream())
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      String answer = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
      if (response.getStatusCode() != 200) {
        throw new IOException("the image cannot be imported: " + answer);
      }
    }
  }

  private void createNetwork(String name, String ipv4, String ipv6) {
    client
        .createNetworkCmd()
        .withName(name)
        .withEnableIpv6(true)
        .withIpam(
            new Network.Ipam()
                .withConfig(
                    new Network.Ipam.Config().withSubnet(ipv4),
                    new Network.Ipam.Config().withSubnet(ipv6)))
        .exec();
  }

  /** Where it listens. */
  public URI address() {
    return address;
  }

  /** Starts a container on network {@code back} that runs a shell command. */
  String run(String name, String command) {
    return run(name, command, Map.of());
  }

  String run(String name, String command, Map<String, String> labels) {
    return start(container(name, command).withLabels(labels));
  }

  /** The same, and starts it again with the Engine. */
  String runAlways(String name, String command) {
    CreateContainerCmd container = container(name, command);
    container.withHostConfig(
        HostConfig.newHostConfig()
            .withNetworkMode("back")
            .withRestartPolicy(RestartPolicy.alwaysRestart()));
    return start(container);
  }

  /** The same with a HEALTHCHECK that runs often. */
  String runChecked(String name, String command, String healthCheck) {
    return runChecked(name, command, healthCheck, Map.of());
  }

  /** The same with labels. */
  public String runChecked(
      String name, String command, String healthCheck, Map<String, String> labels) {
    long often = TimeUnit.MILLISECONDS.toNanos(500);
    return start(
        container(name, command)
            .withLabels(labels)
            .withHealthcheck(
                new HealthCheck()
                    .withTest(List.of("CMD-SHELL", healthCheck))
                    .withInterval(often)
                    .withTimeout(TimeUnit.SECONDS.toNanos(20))
                    .withRetries(1)));
  }

  private CreateContainerCmd container(String name, String command) {
    return client
        .createContainerCmd(IMAGE)
        .withName(name)
        .withCmd("/bin/sh", "-c", command)
        .withHostConfig(HostConfig.newHostConfig().withNetworkMode("back"));
  }

  private String start(CreateContainerCmd command) {
    String id = command.exec().getId();
    client.startContainerCmd(id).exec();
    return id;
  }

  /** What a command in a container prints. */
  public String exec(String container, String... command) throws Exception {
    String id =
        client
            .execCreateCmd(container)
            .withCmd(command)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    StringBuilder output = new StringBuilder();
    try (ResultCallback.Adapter<Frame> frames =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Frame frame) {
            output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        }) {
      client.execStartCmd(id).exec(frames).awaitCompletion(60, TimeUnit.SECONDS);
    }
    return output.toString();
  }

  /** What asks it. */
  public DockerClient client() {
    return client;
  }

  /** Freezes the daemon, or lets it go on. */
  void signal(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Removes all containers. */
  void clear() {
    for (Container each : client.listContainersCmd().withShowAll(true).exec()) {
      client.removeContainerCmd(each.getId()).withForce(true).exec();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (process.isAlive()) {
        clear();
      }
      process.destroy();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      http.close();
    }
  }
}
