package io.mainstay.health.host;

import io.mainstay.health.BlockingCheck;
import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheckFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The factories of checks that look at this host instead of a server's address. They block a thread
 * of the bounded pool for as long as they take.
 */
public final class HostChecks {
  private static final String USER = "user=";

  private HostChecks() {}

  /** {@code process NAME [argument…]}: a process of that name runs on this host. */
  public static HealthCheckFactory process() {
    return factory("process nginx", spec -> new NamedProcessProbe(spec.arguments()));
  }

  /**
   * {@code pid-file /path [NAME [argument…]]}: the process of that number runs, and is this one.
   */
  public static HealthCheckFactory pidFile() {
    return factory(
        "pid-file /run/nginx.pid nginx",
        spec -> new PidFileProbe(absolute(spec, 0), rest(spec.arguments(), 1)));
  }

  /** {@code file /path}: it exists. */
  public static HealthCheckFactory file() {
    return factory(
        "file /etc/serve",
        spec -> {
          if (spec.arguments().size() > 1) {
            throw new IllegalArgumentException(
                "a file check takes one path, not " + spec.arguments());
          }
          return new FileProbe(absolute(spec, 0));
        });
  }

  /**
   * {@code script [user=NAME] /path [argument…]}: it exits with 0 in time. See {@link
   * ScriptCommand#on} for what the arguments may name.
   */
  public static HealthCheckFactory script() {
    return factory("script /usr/local/bin/check {address} {port}", HostChecks::script);
  }

  private static BlockingProbe script(CheckSpec spec) {
    String first = spec.arguments().get(0);
    @Nullable String user = first.startsWith(USER) ? first.substring(USER.length()) : null;
    int program = user == null ? 0 : 1;
    Path path = absolute(spec, program);
    if (!Files.isExecutable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path + (Files.exists(path) ? " is not executable; chmod +x it" : " does not exist"));
    }
    return new ScriptProbe(ScriptCommand.of(rest(spec.arguments(), program), user));
  }

  private static HealthCheckFactory factory(
      String example, Function<CheckSpec, BlockingProbe> probe) {
    return (spec, environment) -> {
      if (spec.arguments().isEmpty()) {
        throw new IllegalArgumentException(
            "a " + spec.name() + " check needs more; write '" + example + "'");
      }
      return new BlockingCheck(probe.apply(spec), environment.blocking());
    };
  }

  private static Path absolute(CheckSpec spec, int index) {
    Path path = Path.of(index < spec.arguments().size() ? spec.arguments().get(index) : "");
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "'" + path + "' is not absolute; a path must not depend on where the node starts");
    }
    return path;
  }

  private static List<String> rest(List<String> words, int from) {
    return words.subList(from, words.size());
  }
}
