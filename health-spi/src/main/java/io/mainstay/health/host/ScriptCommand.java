package io.mainstay.health.host;

import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a script is started: in a session of its own, so that all it starts can be found and ended
 * with it, and as the user it names. Java can do neither, so the two smallest programs of
 * util-linux do; both become the script and are gone.
 *
 * @param words the whole command line
 * @param environment what the script's environment has beyond the node's own
 */
public record ScriptCommand(List<String> words, Map<String, String> environment) {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");
  private static final Path OWN_STATUS = Path.of("/proc/self/status");

  /**
   * Plans the start.
   *
   * @param command the program and its arguments; no shell reads them
   * @param user who it runs as; null for the node's own user
   * @throws IllegalArgumentException when this node cannot start it so; the message says why
   */
  public static ScriptCommand of(List<String> command, @Nullable String user) {
    return of(command, user, ownUid());
  }

  static ScriptCommand of(List<String> command, @Nullable String name, int ownUid) {
    List<String> words = new ArrayList<>();
    words.add(program("setsid"));
    Map<String, String> environment = Map.of();
    if (name != null) {
      PasswdEntry user =
          PasswdEntry.of(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("there is no user '" + name + "' on this host"));
      if (user.uid() != ownUid) {
        requireRoot(ownUid, name);
        words.addAll(becoming(user));
        environment = Map.of("HOME", user.home(), "USER", name, "LOGNAME", name);
      }
    }
    words.addAll(command);
    return new ScriptCommand(List.copyOf(words), environment);
  }

  /**
   * The same for one target: {@code {address}}, {@code {port}} and {@code {name}} in the arguments
   * are replaced, and the environment has the names that HAProxy's external checks know.
   */
  ScriptCommand on(HealthTarget target) {
    InetSocketAddress address = target.address();
    InetAddress ip = address.getAddress();
    String host = ip == null ? address.getHostString() : ip.getHostAddress();
    String port = String.valueOf(address.getPort());
    int slash = target.name().indexOf('/');
    Map<String, String> more = new HashMap<>(environment);
    more.put("HAPROXY_PROXY_NAME", target.name().substring(0, Math.max(0, slash)));
    more.put("HAPROXY_SERVER_NAME", target.name().substring(slash + 1));
    more.put("HAPROXY_SERVER_ADDR", host);
    more.put("HAPROXY_SERVER_PORT", port);
    List<String> filled =
        words.stream()
            .map(
                word ->
                    word.replace("{address}", host)
                        .replace("{port}", port)
                        .replace("{name}", target.name()))
            .toList();
    return new ScriptCommand(filled, more);
  }

  private static void requireRoot(int ownUid, String user) {
    if (ownUid != 0) {
      throw new IllegalArgumentException(
          "only root can run a script as user '"
              + user
              + "', and this node runs as uid "
              + ownUid
              + "; leave user out, or start the node as root");
    }
  }

  private static List<String> becoming(PasswdEntry user) {
    return List.of(
        program("setpriv"),
        "--reuid=" + user.uid(),
        "--regid=" + user.gid(),
        "--init-groups",
        "--");
  }

  private static String program(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a script needs the program '" + name + "' of util-linux; install it"));
  }

  /** The effective uid; the owner of /proc/self would be root for a program with capabilities. */
  private static int ownUid() {
    try (Stream<String> lines = Files.lines(OWN_STATUS, StandardCharsets.ISO_8859_1)) {
      Optional<String> line = lines.filter(each -> each.startsWith("Uid:")).findFirst();
      return Integer.parseInt(line.orElse("").split("\\s+", -1)[2]);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "a script needs /proc, to end what it starts; mount it", e);
    }
  }
}
