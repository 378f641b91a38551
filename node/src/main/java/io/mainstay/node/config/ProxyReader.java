package io.mainstay.node.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Forwarded;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendTimeouts;
import io.mainstay.proxy.OwnAnswers;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.TlsBind;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads frontends and backends. */
final class ProxyReader {
  private static final int MOST_CONNECTIONS = 1_000_000;

  private final Addresses addresses;
  private final LogReader log;
  private final BackendReader backendReader;
  private final ErrorFilesReader errorFiles = new ErrorFilesReader();
  private final List<Frontend> frontends = new ArrayList<>();
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private List<ServerTrack> tracks = List.of();
  private final PlannedListeners listeners;

  /**
   * A reader.
   *
   * @param listeners who listens where already
   * @param log what it may name
   */
  ProxyReader(Addresses addresses, PlannedListeners listeners, LogReader log) {
    this.addresses = addresses;
    this.listeners = listeners;
    this.log = log;
    this.backendReader = new BackendReader(addresses, log, errorFiles);
  }

  void read(Section mainstay, ConfigObject frontendDefaults, ConfigObject backendDefaults) {
    // Backends first, so that a frontend can say which of them it does not find.
    mainstay.each(
        "backends",
        backendDefaults,
        (name, section) ->
            backendReader.read(name, section).ifPresent(read -> backends.put(name, read)));
    tracks = backendReader.tracks().resolve(backends, backendReader.checks());
    mainstay.each("frontends", frontendDefaults, this::readFrontend);
  }

  /** Refuses all addresses and one of them on the same port, once it is known which come and go. */
  void refuseOverlaps(Set<InetAddress> floatingAddresses) {
    listeners.refuseOverlaps(floatingAddresses);
  }

  /** What was read as one; only when no problem was told. */
  ProxyConfig proxy(
      ProxyLimits limits,
      int eventLoops,
      TransportKind transport,
      Set<InetAddress> floatingAddresses) {
    return new ProxyConfig(
        frontends,
        List.copyOf(backends.values()),
        limits,
        eventLoops,
        transport,
        floatingAddresses);
  }

  List<Frontend> frontends() {
    return frontends;
  }

  Map<String, Backend> backends() {
    return backends;
  }

  /** What frontends and backends are called. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(backends.keySet());
    frontends.forEach(frontend -> names.add(frontend.name()));
    return names;
  }

  List<BackendCheck> checks() {
    return backendReader.checks();
  }

  /** Which servers follow another one's check. */
  List<ServerTrack> tracks() {
    return tracks;
  }

  /** The agents beside servers. */
  List<AgentConfig> agents() {
    return backendReader.agents();
  }

  /** Where servers are checked that are not checked where they serve. */
  Map<String, CheckPlace> checkPlaces() {
    return backendReader.checkPlaces();
  }

  /** Where more servers come from. */
  List<SourceConfig> sources() {
    return backendReader.sources();
  }

  private void readFrontend(String name, Section section) {
    List<InetSocketAddress> binds = new ArrayList<>();
    List<TlsBind> tlsBinds = new ArrayList<>();
    Section tls = section.section("tls");
    tls.knows(TlsReader.CLIENT_KEYS);
    ConfigObject bindDefaults = ConfigFactory.empty().root().withValue("tls", tls.withDefaults());
    section.eachOf(
        "bind",
        bindDefaults,
        entry ->
            readBind(name, entry.text(), problem -> section.problemAt(entry, "bind", problem))
                .ifPresent(binds::add),
        bind -> readBind(name, bind, binds, tlsBinds));
    Map<String, String> sniBackends = readSniBackends(section);
    String backend = section.string("default-backend");
    if (!backend.isEmpty() && !backends.containsKey(backend)) {
      section.problem("default-backend", "names no backend: '" + backend + "'; " + hint(backend));
    }
    FrontendMode mode = section.oneOf("mode", FrontendMode.class);
    ForwardedFor forwardedFor = section.oneOf("forwarded-for", ForwardedFor.class);
    Forwarded forwarded = section.oneOf("forwarded", Forwarded.class);
    List<AddressRange> trusted = readRanges(section, "trusted-proxies");
    List<AddressRange> except = readRanges(section, "forwarded-for-except");
    int maxConn = section.integer("maxconn", 0, MOST_CONNECTIONS);
    OwnAnswers ownAnswers = errorFiles.read(section.section("error-files"));
    log.readFrontend(name, section.section("log"));
    Section timeouts = section.section("timeouts");
    FrontendTimeouts frontendTimeouts =
        new FrontendTimeouts(
            timeouts.duration("client"),
            timeouts.duration("http-request"),
            timeouts.duration("http-keep-alive"));
    timeouts.close();
    if ((binds.isEmpty() && tlsBinds.isEmpty()) || !backends.containsKey(backend)) {
      return; // already told
    }
    try {
      Frontend frontend =
          new Frontend(
              name,
              binds,
              backend,
              frontendTimeouts,
              forwardedFor,
              mode,
              trusted,
              forwarded,
              maxConn,
              tlsBinds,
              sniBackends,
              except,
              ownAnswers);
      frontend.requireNoLoop(Objects.requireNonNull(backends.get(backend)));
      frontends.add(frontend);
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
    }
  }

  private Optional<InetSocketAddress> readBind(
      String frontend, String text, Consumer<String> problem) {
    return addresses
        .bind(text, problem)
        .filter(bind -> listeners.isFree(bind, "frontend '" + frontend + "'", problem));
  }

  /** An address with settings of its own. */
  private void readBind(
      String frontend, Section bind, List<InetSocketAddress> plain, List<TlsBind> tlsBinds) {
    Optional<InetSocketAddress> address =
        readBind(frontend, bind.string("address"), problem -> bind.problem("address", problem));
    if (!bind.isObject("tls")) {
      address.ifPresent(plain::add);
      return;
    }
    Optional<TlsTermination> tls = TlsReader.termination(bind.section("tls"));
    // Without a name HAProxy's logs call it by its place.
    int place = plain.size() + tlsBinds.size() + 1;
    String name = bind.has("name") ? bind.string("name") : String.valueOf(place);
    if (address.isPresent() && tls.isPresent()) {
      tlsBinds.add(new TlsBind(address.get(), tls.get(), name));
    }
  }

  /** Which backend gets the clients that ask for a name, where TLS is passed through. */
  private Map<String, String> readSniBackends(Section section) {
    Map<String, String> byName = new LinkedHashMap<>();
    Section names = section.section("sni-backends");
    for (String asked : names.keys()) {
      String backend = names.isObject(asked) ? "" : names.string(asked);
      if (names.isObject(asked)) {
        names.problem(asked, "must name a backend; quote names with dots: \"www.example.com\"");
      } else if (!backends.containsKey(backend)) {
        names.problem(asked, "names no backend: '" + backend + "'; " + hint(backend));
      } else {
        byName.put(asked, backend);
      }
    }
    names.close();
    return byName;
  }

  private static List<AddressRange> readRanges(Section section, String key) {
    List<AddressRange> ranges = new ArrayList<>();
    for (Section.Entry entry : section.strings(key)) {
      try {
        ranges.add(AddressRange.parse(entry.text()));
      } catch (IllegalArgumentException e) {
        section.problemAt(entry, key, String.valueOf(e.getMessage()));
      }
    }
    return ranges;
  }

  private String hint(String backend) {
    if (backends.isEmpty()) {
      return "there are none: write backends { " + backend + " { servers { ... } } }";
    }
    return NearestWord.to(backend, backends.keySet())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("there are: " + String.join(", ", backends.keySet()));
  }
}
