package io.mainstay.node.cli;

import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.foreign.haproxy.HaproxyReader;
import io.mainstay.node.foreign.keepalived.KeepalivedReader;
import io.mainstay.node.foreign.keepalived.KeepalivedReader.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a command takes a node's configuration from, in any of the three languages. */
final class ConfigFiles {
  static final String WHICH = "name a configuration: -c FILE, --haproxy FILE, --keepalived FILE";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The node's configuration in HOCON; beside the other two, what it sets counts more.")
  private @Nullable Path file;

  @Option(
      names = "--haproxy",
      paramLabel = "FILE",
      description = "A file in HAProxy's language; several are read one after the other.")
  private List<Path> haproxy = new ArrayList<>();

  @Option(
      names = "--keepalived",
      paramLabel = "FILE",
      description = "A file in keepalived's language; several are read one after the other.")
  private List<Path> keepalived = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "What <NAME> stands for in keepalived's files.")
  private Map<String, String> values = new HashMap<>();

  /** Whether none is given. */
  boolean isEmpty() {
    return file == null && haproxy.isEmpty() && keepalived.isEmpty();
  }

  /** Whether one is in another language than the node's own. */
  boolean hasForeign() {
    return !haproxy.isEmpty() || !keepalived.isEmpty();
  }

  /** What is in them; that which counts most comes first. */
  List<ConfigSource> sources() throws InvalidConfigException {
    List<ConfigSource> sources = new ArrayList<>();
    if (file != null) {
      sources.add(NodeConfigReader.hocon(file));
    }
    if (!haproxy.isEmpty()) {
      sources.add(new HaproxyReader(System.getenv()).read(haproxy));
    }
    if (!keepalived.isEmpty()) {
      boolean own = sources.stream().anyMatch(ConfigFiles::hasFrontends);
      Proxy proxy = own ? Proxy.THIS_NODE : Proxy.OTHER_PROCESS;
      sources.add(new KeepalivedReader(proxy, values).read(keepalived));
    }
    return sources;
  }

  private static boolean hasFrontends(ConfigSource source) {
    return source.tree().toConfig().hasPath("mainstay.frontends");
  }
}
