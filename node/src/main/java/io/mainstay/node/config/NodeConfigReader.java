package io.mainstay.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import io.mainstay.node.NodeVersion;
import io.mainstay.node.notice.NoticeConfig;
import io.mainstay.node.peer.PeerLinkConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.TransportKind;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Reads a node's configuration from HOCON. Strict: a key that nothing reads is an error, and all
 * errors are told at once, each with its file and line.
 */
public final class NodeConfigReader {
  private static final String ROOT = "mainstay";
  private static final String[] DEFAULTS = {
    "frontend",
    "backend",
    "router",
    "tracker",
    "sync-group",
    "webhook",
    "stream",
    "status-listener",
    "log-target"
  };

  private final HostResolver resolver;
  private final HostNetworks networks;
  private final Config reference;

  /** Reads what may be meant for another host: nothing is said of this one's networks. */
  public NodeConfigReader(HostResolver resolver) {
    this(resolver, HostNetworks.UNKNOWN);
  }

  /**
   * Reads with the defaults of the program's own {@code reference.conf}.
   *
   * @param networks the networks that virtual addresses should be in
   */
  public NodeConfigReader(HostResolver resolver, HostNetworks networks) {
    this.resolver = resolver;
    this.networks = networks;
    this.reference = ConfigFactory.parseResources(NodeConfigReader.class, "/reference.conf");
  }

  /** Reads one file, with what it includes. */
  public NodeConfig read(Path file) throws InvalidConfigException {
    return read(List.of(hocon(file)));
  }

  /** The same of one file in HOCON. */
  public String effective(Path file, BiPredicate<String, String> shown, NodeConfig understood)
      throws InvalidConfigException {
    return effective(List.of(hocon(file)), shown, understood);
  }

  /** A file in HOCON as a source, with what it includes. */
  public static ConfigSource hocon(Path file) throws InvalidConfigException {
    return new ConfigSource(file.toString(), parse(file).root(), new Findings());
  }

  /**
   * Reads several sources as one configuration: where two of them set the same, the earlier one
   * counts. All mistakes of all sources are told at once.
   *
   * @param sources at least one
   */
  public NodeConfig read(List<ConfigSource> sources) throws InvalidConfigException {
    Findings findings = new Findings();
    sources.forEach(source -> findings.addAll(source.findings()));
    return read(together(sources), sources.get(0).name(), findings);
  }

  /** All sources in one tree; an earlier one counts more. */
  public static Config together(List<ConfigSource> sources) {
    Config all = sources.get(0).tree().toConfig();
    for (ConfigSource source : sources.subList(1, sources.size())) {
      all = all.withFallback(source.tree());
    }
    return all;
  }

  /**
   * The sources as understood, every default filled in, as HOCON that reads back the same; but for
   * secrets, which are {@code ***}.
   *
   * @param shown whether the value of a mover's setting may be shown, by the names of both
   * @param understood what was read from it, for what the file leaves to this host
   */
  public String effective(
      List<ConfigSource> sources, BiPredicate<String, String> shown, NodeConfig understood) {
    Map<String, String> interfaces =
        understood.routers().stream()
            .map(RouterConfig::vrrp)
            .collect(
                Collectors.toMap(VirtualRouterConfig::name, VirtualRouterConfig::interfaceName));
    return EffectiveConfig.render(
        together(sources).withFallback(reference).resolve(), shown, interfaces);
  }

  private static Config parse(Path file) throws InvalidConfigException {
    if (!Files.isReadable(file)) {
      throw refused(file.toString(), "cannot be read; does the file exist, and may you read it?");
    }
    if (Files.isDirectory(file)) {
      throw refused(file.toString(), "is a directory, not a file");
    }
    try {
      return ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults());
    } catch (ConfigException e) {
      throw refused(place(e, file.toString()), reason(e));
    } catch (StackOverflowError e) {
      // The library reads nested values by recursion.
      throw refused(file.toString(), "is nested too deep");
    }
  }

  /** Reads text; {@code origin} stands for the file's name in messages. */
  public NodeConfig readText(String text, String origin) throws InvalidConfigException {
    try {
      ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
      return read(ConfigFactory.parseString(text, options), origin, new Findings());
    } catch (ConfigException e) {
      throw refused(place(e, origin), reason(e));
    }
  }

  private NodeConfig read(Config parsed, String file, Findings findings)
      throws InvalidConfigException {
    Config merged;
    Config written;
    try {
      merged = parsed.withFallback(reference).resolve();
      written = parsed.resolveWith(merged);
    } catch (ConfigException e) {
      throw refused(place(e, file), reason(e));
    }
    Findings hidden = new Findings();
    requireObjects(written, hidden);
    throwIfHidden(hidden, findings);
    requireReadable(written, hidden);
    throwIfHidden(hidden, findings);
    return readRoot(written.root(), merged, findings);
  }

  /** Told beside what other files had. */
  private static void throwIfHidden(Findings hidden, Findings findings)
      throws InvalidConfigException {
    if (!hidden.problems().isEmpty()) {
      findings.addAll(hidden);
      InvalidConfigException.throwIfAny(findings);
    }
  }

  /** What hides the program's defaults cannot be read around. */
  private static void requireObjects(Config written, Findings findings) {
    Section mainstay = Section.root(written.root(), empty(), findings).section(ROOT);
    Section defaults = mainstay.section("defaults");
    for (String kind : DEFAULTS) {
      defaults.section(kind);
    }
  }

  /** What is null there hides them too; and no path, name or command may hold a NUL. */
  private static void requireReadable(Config written, Findings findings) {
    List<String> objects = new ArrayList<>(List.of(ROOT, ROOT + ".defaults"));
    for (String kind : DEFAULTS) {
      objects.add(ROOT + ".defaults." + kind);
    }
    for (String path : objects) {
      if (written.hasPathOrNull(path) && written.getIsNull(path)) {
        ConfigOrigin origin = written.root().origin();
        findings.problem(
            new ConfigProblem(
                Section.location(origin), path + " is null; leave it out, or write { }"));
        return;
      }
    }
    requireNoNul(written.root(), findings);
  }

  private static void requireNoNul(ConfigValue value, Findings findings) {
    if (value instanceof ConfigObject object) {
      object.values().forEach(each -> requireNoNul(each, findings));
    } else if (value instanceof ConfigList list) {
      list.forEach(each -> requireNoNul(each, findings));
    } else if (value.unwrapped() instanceof String text && text.indexOf('\0') >= 0) {
      findings.problem(
          new ConfigProblem(
              Section.location(value.origin()),
              "the text '" + text.replace("\0", "\\u0000") + "' holds a NUL; take it out"));
    }
  }

  private static ConfigObject empty() {
    return ConfigFactory.empty().root();
  }

  private NodeConfig readRoot(ConfigObject written, Config merged, Findings findings)
      throws InvalidConfigException {
    Section root = Section.root(written, reference.root(), findings);
    Section mainstay = root.section(ROOT);
    Section node = mainstay.section("node");
    String writtenName = node.string("name");
    String name = writtenName.isEmpty() ? HostName.own() : writtenName;
    Duration drain = node.duration("drain");
    Duration warmUp = node.durationOrZero("warm-up");
    VrrpPriority vrrpPriority = node.oneOf("vrrp-priority", VrrpPriority.class);
    Optional<Path> plugins = plugins(node);
    node.close();

    Addresses addresses = new Addresses(resolver);
    PlannedListeners listeners = new PlannedListeners();
    StatusReader statusReader = new StatusReader(addresses, name, listeners);
    statusReader.read(mainstay, defaults(merged, "status-listener"));

    Section proxy = mainstay.section("proxy");
    int eventLoops = proxy.integer("event-loops", 0, 1024);
    TransportKind transport = proxy.oneOf("transport", TransportKind.class);
    ProxyLimits limits = LimitsReader.read(proxy.section("limits"));
    proxy.close();

    mainstay.section("defaults").knows(DEFAULTS);
    LogReader logReader = new LogReader(addresses);
    logReader.read(mainstay, defaults(merged, "log-target"), HostName.own());
    ProxyReader proxyReader = new ProxyReader(addresses, listeners, logReader);
    proxyReader.read(mainstay, defaults(merged, "frontend"), defaults(merged, "backend"));
    statusReader.checkScopes(proxyReader.names());
    RouterReader routerReader =
        new RouterReader(
            addresses,
            networks,
            proxyReader.frontends(),
            proxyReader.backends(),
            defaults(merged, "tracker"));
    List<RouterConfig> routers = routerReader.read(mainstay, defaults(merged, "router"));
    proxyReader.refuseOverlaps(addresses(routers));
    NoticeConfig notices =
        new NoticesReader()
            .read(
                mainstay,
                defaults(merged, "webhook"),
                defaults(merged, "stream"),
                defaults(merged, "sync-group"),
                routerReader);
    Optional<PeerLinkConfig> peers =
        new PeersReader(addresses, name, NodeVersion.text()).read(mainstay);
    if (!mainstay.has("frontends") && !mainstay.has("routers")) {
      mainstay.problemHere("there is nothing to do: no frontends and no routers");
    }
    mainstay.close();
    root.close();
    InvalidConfigException.throwIfAny(findings);
    return new NodeConfig(
        name,
        statusReader.listeners(),
        drain,
        warmUp,
        vrrpPriority,
        plugins,
        proxyReader.proxy(limits, eventLoops, transport, addresses(routers)),
        proxyReader.checks(),
        proxyReader.tracks(),
        proxyReader.agents(),
        proxyReader.checkPlaces(),
        proxyReader.sources(),
        routers,
        peers,
        notices,
        logReader.config(),
        findings.warnings());
  }

  private static Optional<Path> plugins(Section node) {
    String written = node.string("plugins");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(written);
      if (!Files.isDirectory(folder)) {
        node.problem("plugins", "is no folder: " + written);
      }
      return Optional.of(folder);
    } catch (InvalidPathException e) {
      node.problem("plugins", "is no path: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Set<InetAddress> addresses(List<RouterConfig> routers) {
    Set<InetAddress> addresses = new HashSet<>();
    routers.forEach(router -> addresses.addAll(router.vrrp().addresses()));
    return addresses;
  }

  private static ConfigObject defaults(Config merged, String kind) {
    return merged.getObject(ROOT + ".defaults." + kind);
  }

  private static InvalidConfigException refused(String location, String message) {
    return InvalidConfigException.of(new ConfigProblem(location, message));
  }

  private static String place(ConfigException e, String file) {
    ConfigOrigin origin = e.origin();
    return origin != null && origin.lineNumber() > 0 ? Section.location(origin) : file;
  }

  /** The library's message without the place, which it puts in front, and in one line. */
  private static String reason(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    ConfigOrigin origin = e.origin();
    String prefix = origin == null ? "" : origin.description() + ": ";
    String plain = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    return plain
        .replaceAll("\\s+", " ")
        .replaceAll(
            "^[a-zA-Z.]+Exception: (?:include was not found|resource not found on classpath):"
                + " '?([^']*)'?$",
            "the included file '$1' is not there, or may not be read; mend its name, or leave"
                + " required(...) out if it may be missing")
        .replaceAll(
            ".*Reserved character '[*]' is not allowed outside quotes.*",
            "'*' is not allowed outside quotes; quote it: \"*:80\"")
        .replaceAll(
            ".*Reserved character '(.)' is not allowed outside quotes.*",
            "'$1' is not allowed outside quotes; quote the whole value")
        .replace(", or you may be able to rename the file .properties rather than .conf", "")
        .replace(
            "expecting a close parentheses ')' here, not: end of file",
            "a '}' is missing before the end of the file");
  }
}
