package io.mainstay.node.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a script is started: in a session of its own, so that all it starts can be found and ended
 * with it, and as the user it names. Java can do neither, so the two smallest programs of
 * util-linux do; both become the script and are gone.
 *
 * @param words the whole command line
 * @param environment what the script's environment has beyond the node's own
 */
record ScriptCommand(List<String> words, Map<String, String> environment) {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");
  private static final Path OWN_STATUS = Path.of("/proc/self/status");

  /**
   * Plans the start.
   *
   * @throws IllegalArgumentException when this node cannot start it so; the message says why
   */
  static ScriptCommand of(TrackerSubject.Script script) {
    return of(script, ownUid());
  }

  static ScriptCommand of(TrackerSubject.Script script, int ownUid) {
    List<String> words = new ArrayList<>();
    words.add(program("setsid"));
    Map<String, String> environment = Map.of();
    if (script.user() != null) {
      String name = script.user();
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
    words.addAll(script.command());
    return new ScriptCommand(List.copyOf(words), environment);
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
