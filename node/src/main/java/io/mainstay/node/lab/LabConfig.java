package io.mainstay.node.lab;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The nodes' configuration: the lab's own or the user's, moved into the lab's network.
 *
 * <p>What ties a configuration to one network gives way: names, interfaces, addresses, priorities,
 * the web servers, and every virtual router but the first. All else stays: version, vrid,
 * intervals, pre-emption, checks, balancing, limits.
 */
final class LabConfig {
  private static final String STANDARD =
      """
      mainstay {
        frontends.web { bind = "*:80", default-backend = app }
        backends.app  { check = "http GET / 200", servers { web1 {}, web2 {} } }
        routers.vip   { vrid = 51, advertisement-interval = 1s, version = 3 }
        peers {}
      }
      """;

  private static final String PEERS = "mainstay.peers";
  private static final int PEER_PORT = 8405;

  /** What would reach out of the lab, or look for what only the user's network has. */
  private static final List<String> FOREIGN =
      List.of(
          "mover-settings", "unicast", "excluded-addresses", "sync-group", "trackers", "notify");

  private static final String FRONTENDS = "mainstay.frontends";
  private static final String ROUTER_DEFAULTS = "mainstay.defaults.router";
  private static final String INTERVAL = "advertisement-interval";
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(40);

  private final Config base;
  private final String router;
  private final int port;
  private final String peerKey = UUID.randomUUID().toString();

  private LabConfig(Config base) {
    this.base = base;
    this.router = first(base, "mainstay.routers", "virtual router");
    this.port = port(base, first(base, FRONTENDS, "frontend"));
    first(base, "mainstay.backends", "backend");
  }

  /**
   * Reads the base.
   *
   * @param file the user's file; empty for the lab's own
   * @throws LabException when it cannot be read or describes no load balancer with a virtual
   *     address
   */
  static LabConfig read(Optional<Path> file) {
    return file.map(path -> of(() -> parse(path))).orElseGet(() -> of(STANDARD));
  }

  /** As {@link #read}, from text. */
  static LabConfig of(String hocon) {
    return of(() -> ConfigFactory.parseString(hocon));
  }

  private static LabConfig of(Supplier<Config> source) {
    try {
      return new LabConfig(source.get().resolve());
    } catch (ConfigException e) {
      throw new LabException("cannot use this configuration in the lab: " + e.getMessage(), e);
    }
  }

  private static Config parse(Path path) {
    return ConfigFactory.parseFile(
        path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** The port that clients use. */
  int port() {
    return port;
  }

  /** The virtual router's number. */
  int vrid() {
    return required("vrid").getInt("vrid");
  }

  /** The version of VRRP. */
  int version() {
    Config settings = routerSettings();
    return settings.hasPath("version") ? settings.getInt("version") : 3;
  }

  Duration advertisementInterval() {
    Config settings = routerSettings();
    return settings.hasPath(INTERVAL) ? settings.getDuration(INTERVAL) : Duration.ofSeconds(1);
  }

  private Config required(String key) {
    Config settings = routerSettings();
    if (!settings.hasPath(key)) {
      throw new LabException("the lab needs " + key + " in " + routerPath());
    }
    return settings;
  }

  /** Whether a returning node of higher priority takes the address back. */
  boolean preempts() {
    Config settings = routerSettings();
    return !settings.hasPath("preempt") || settings.getBoolean("preempt");
  }

  /** How long an election may take before the lab calls it failed. */
  Duration patience() {
    return LEAST_PATIENCE.plus(advertisementInterval().multipliedBy(10));
  }

  private Config routerSettings() {
    Config own = base.getConfig(routerPath());
    return base.hasPath(ROUTER_DEFAULTS) ? own.withFallback(base.getConfig(ROUTER_DEFAULTS)) : own;
  }

  /** As {@link #forNode}, with its addresses leased for the shortest time there is. */
  String forLeasedNode(String name, int priority) {
    return forNode(name, priority, Map.of("form", "leased", "lease", "1s"));
  }

  /** The whole configuration of one node, in HOCON. */
  String forNode(String name, int priority) {
    return forNode(name, priority, Map.of());
  }

  private String forNode(String name, int priority, Map<String, String> moverSettings) {
    Config config =
        base.withoutPath(ROUTER_DEFAULTS + ".mover-settings")
            .withoutPath(ROUTER_DEFAULTS + ".notify")
            .withoutPath("mainstay.notices")
            .withoutPath("mainstay.sync-groups")
            .withValue("mainstay.node.name", value(name))
            .withValue("mainstay.status.bind", value("127.0.0.1:8404"))
            .withValue("mainstay.routers", onlyRouter(priority, moverSettings))
            .withValue("mainstay.frontends", frontends())
            .withValue("mainstay.backends", backends());
    if (base.hasPath(PEERS)) {
      config = config.withValue(PEERS, peers(name));
    }
    return config
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  private ConfigObject onlyRouter(int priority, Map<String, String> moverSettings) {
    Config mine =
        base.getConfig(routerPath())
            .withValue("interface", value(LabNetwork.INTERFACE))
            .withValue("priority", value(priority))
            // A cloud's mover would reach for the user's real address.
            .withValue("mover", value("linux"))
            .withValue(
                "addresses",
                value(List.of(LabNetwork.SERVICE_ADDRESS + "/" + LabNetwork.PREFIX_LENGTH)));
    for (String key : FOREIGN) {
      mine = mine.withoutPath(key);
    }
    if (!moverSettings.isEmpty()) {
      mine = mine.withValue("mover-settings", value(moverSettings));
    }
    return value(Map.of(router, mine.root().unwrapped()));
  }

  /** The link between the two nodes; the key is the lab's own, and the lab ends with it. */
  private ConfigObject peers(String name) {
    String own = name.equals("a") ? LabNetwork.A_ADDRESS : LabNetwork.B_ADDRESS;
    List<String> nodes =
        List.of(LabNetwork.A_ADDRESS + ":" + PEER_PORT, LabNetwork.B_ADDRESS + ":" + PEER_PORT);
    return value(Map.of("listen", own + ":" + PEER_PORT, "nodes", nodes, "key", peerKey));
  }

  /**
   * The same ports on any address, for the user's addresses do not exist here. Where two frontends
   * then want one port, the first in the file keeps it.
   */
  private ConfigObject frontends() {
    ConfigObject all = base.getObject(FRONTENDS);
    Set<Integer> taken = new HashSet<>();
    for (String name : inFileOrder(base, FRONTENDS)) {
      List<String> free =
          binds(base, name).stream()
              .map(LabConfig::portOf)
              .filter(taken::add)
              .map(port -> "*:" + port)
              .toList();
      ConfigObject frontend = base.getObject(FRONTENDS + "." + ConfigUtil.joinPath(name));
      all =
          free.isEmpty()
              ? all.withoutKey(name)
              : all.withValue(name, frontend.withValue("bind", value(free)));
    }
    return all;
  }

  private ConfigObject backends() {
    ConfigObject all = base.getObject("mainstay.backends");
    for (String name : all.keySet()) {
      ConfigObject backend = base.getObject("mainstay.backends." + ConfigUtil.joinPath(name));
      all = all.withValue(name, backend.withValue("servers", servers()));
    }
    return all;
  }

  private static ConfigObject servers() {
    return value(
        Map.of("web1", LabNetwork.WEB1_ADDRESS + ":80", "web2", LabNetwork.WEB2_ADDRESS + ":80"));
  }

  private String routerPath() {
    return "mainstay.routers." + ConfigUtil.joinPath(router);
  }

  /**
   * The first child as the file is read from top to bottom; HOCON objects themselves have no order.
   */
  private static String first(Config base, String path, String what) {
    if (!base.hasPath(path) || base.getObject(path).isEmpty()) {
      throw new LabException("the lab needs at least one " + what + " in " + path);
    }
    return inFileOrder(base, path).get(0);
  }

  private static List<String> inFileOrder(Config base, String path) {
    return base.getObject(path).entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, ConfigValue> entry) ->
                        entry.getValue().origin().lineNumber())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int port(Config base, String frontend) {
    List<String> binds = binds(base, frontend);
    if (binds.isEmpty()) {
      throw new LabException("the lab needs a bind in frontend " + frontend);
    }
    return portOf(binds.get(0));
  }

  private static List<String> binds(Config base, String frontend) {
    Config settings = base.getConfig(FRONTENDS + "." + ConfigUtil.joinPath(frontend));
    return settings.getValue("bind").valueType() == ConfigValueType.LIST
        ? settings.getStringList("bind")
        : List.of(settings.getString("bind"));
  }

  private static int portOf(String bind) {
    String port = bind.substring(bind.lastIndexOf(':') + 1);
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw new LabException("the lab needs a bind with a port, not \"" + bind + "\"", e);
    }
  }

  private static ConfigValue value(Object plain) {
    return ConfigValueFactory.fromAnyRef(plain);
  }

  private static ConfigObject value(Map<String, ?> plain) {
    return ConfigValueFactory.fromMap(plain);
  }
}
