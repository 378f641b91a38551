package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a frontend of a frontend section, or of that side of a listen section. */
final class FrontendTranslation {
  private static final List<String> MODES = List.of("http", "tcp");

  private final Tree mainstay;
  private final Findings findings;
  private final Arguments arguments;
  private final Map<String, HaproxySection> backends;
  private final TlsDefaults tls;
  private final Map<String, Duration> clientTimeouts = new HashMap<>();

  FrontendTranslation(
      Tree mainstay, Findings findings, Map<String, HaproxySection> backends, TlsDefaults tls) {
    this.mainstay = mainstay;
    this.findings = findings;
    this.arguments = new Arguments(findings);
    this.backends = backends;
    this.tls = tls;
  }

  /** The shortest silence that any client of this backend may keep. */
  Optional<Duration> clientTimeout(String backend) {
    return Optional.ofNullable(clientTimeouts.get(backend));
  }

  /** What it is here; empty when it is nothing. */
  Optional<Tree> translate(HaproxySection section) {
    if (section.kind().equals("listen") && section.own("server").isEmpty()) {
      if (section.last("default_backend").isEmpty()) {
        leftOut(section);
        return Optional.empty();
      }
    }
    String backend = backendOf(section);
    if (backend.isEmpty()) {
      findings.problem(
          section
              .line()
              .says(
                  "frontend '"
                      + section.name()
                      + "' has no default_backend, so every answer would be 503; name one"));
      return Optional.empty();
    }
    Tree tree = mainstay.child("frontends", section.line()).child(section.name(), section.line());
    boolean http = mode(section, tree);
    binds(section, tree, http);
    tree.put(
        "default-backend",
        backend,
        section.last("default_backend").map(Statement::line).orElse(section.line()));
    checkMode(section, backend, http);
    section
        .last("maxconn")
        .ifPresent(
            said ->
                arguments
                    .number("maxconn", said.argument(0), said.line())
                    .ifPresent(number -> tree.put("maxconn", number, said.line())));
    timeouts(section, tree, backend, http);
    if (http) {
      forwardedFor(section, tree, backend);
      ErrorFiles.translate(section, tree);
    } else {
      ErrorFiles.tellUseless(section, findings);
    }
    return Optional.of(tree);
  }

  /** Nobody would answer. */
  private void leftOut(HaproxySection section) {
    findings.warning(
        section
            .line()
            .says(
                "'listen "
                    + section.name()
                    + "' is left out: it has no server, no default_backend and no statistics page,"
                    + " so every answer would be 503"));
  }

  private static String backendOf(HaproxySection section) {
    boolean own = section.isBackend() && !section.own("server").isEmpty();
    return own
        ? section.name()
        : section.last("default_backend").map(said -> said.argument(0)).orElse("");
  }

  private void binds(HaproxySection section, Tree tree, boolean http) {
    List<Tree.Entry> all = new ArrayList<>();
    for (Statement bind : section.own("bind")) {
      HaproxyAddress address = HaproxyAddress.bind(bind.argument(0));
      address.mistake().ifPresent(mistake -> findings.problem(bind.line().says(mistake)));
      Parameters words = tls.bind().with(bind, 1);
      Optional<Tree> ended = new TlsTranslation(tls, findings).ofBind(words, bind.line(), http);
      for (String each : address.addresses()) {
        all.add(
            new Tree.Entry(
                ended.<Object>map(its -> overTls(each, its, words)).orElse(each), bind.line()));
      }
    }
    if (all.isEmpty() && section.own("bind").isEmpty()) {
      findings.problem(
          section.line().says("'" + section.name() + "' listens nowhere; give it a bind"));
    }
    if (!all.isEmpty()) {
      tree.putAll("bind", all);
    }
  }

  private static Tree overTls(String address, Tree tls, Parameters words) {
    Tree bind = new Tree(tls.line());
    bind.put("address", address, tls.line());
    bind.put("tls", tls);
    words.get("name").ifPresent(name -> bind.put("name", name.value(), name.line()));
    return bind;
  }

  private boolean mode(HaproxySection section, Tree tree) {
    Optional<Statement> said = section.last("mode");
    String mode = said.map(each -> each.argument(0)).orElse("tcp");
    if (!MODES.contains(mode)) {
      // Said once, where it is written.
      findings.problem(
          said.orElseThrow().line().says("'mode' must be http or tcp, not '" + mode + "'"));
    }
    tree.put(
        "mode",
        MODES.contains(mode) ? mode : "http",
        said.map(Statement::line).orElse(section.line()));
    return !mode.equals("tcp");
  }

  private void checkMode(HaproxySection section, String backend, boolean http) {
    HaproxySection target = backends.get(backend);
    if (target == null) {
      return;
    }
    boolean targetHttp =
        !target.last("mode").map(said -> said.argument(0)).orElse("tcp").equals("tcp");
    if (targetHttp != http) {
      findings.problem(
          section
              .last("default_backend")
              .map(Statement::line)
              .orElse(section.line())
              .says(
                  "frontend '"
                      + section.name()
                      + "' is in mode "
                      + (http ? "http" : "tcp")
                      + ", and its backend '"
                      + backend
                      + "' in mode "
                      + (targetHttp ? "http" : "tcp")
                      + "; give both the same"));
    }
  }

  private void timeouts(HaproxySection section, Tree tree, String backend, boolean http) {
    Optional<Statement> client = section.last("timeout client");
    Tree timeouts = tree.child("timeouts", client.map(Statement::line).orElse(section.line()));
    Optional<Duration> silence = time(section, "timeout client");
    if (silence.isEmpty() && client.isEmpty()) {
      findings.warning(
          section
              .line()
              .says(
                  "'"
                      + section.name()
                      + "' has no timeout client: HAProxy would wait for ever, a node waits for"
                      + " its default"));
    }
    silence.ifPresent(
        time -> {
          timeouts.put("client", time, client.orElseThrow().line());
          clientTimeouts.merge(
              backend, time, (one, other) -> one.compareTo(other) < 0 ? one : other);
        });
    if (!http) {
      return;
    }
    // Where HAProxy has no time for heads, or for the next request, the one before it counts.
    Optional<Statement> request = section.last("timeout http-request").or(() -> client);
    Optional<Statement> keepAlive = section.last("timeout http-keep-alive").or(() -> request);
    put(request, "http-request", timeouts);
    put(keepAlive, "http-keep-alive", timeouts);
  }

  private Optional<Duration> time(HaproxySection section, String keyword) {
    return section
        .last(keyword)
        .flatMap(said -> arguments.time(keyword, said.argument(0), said.line()));
  }

  private void put(Optional<Statement> said, String key, Tree timeouts) {
    said.flatMap(each -> arguments.time(each.keyword().name(), each.argument(0), each.line()))
        .ifPresent(time -> timeouts.put(key, time, said.orElseThrow().line()));
  }

  private void forwardedFor(HaproxySection section, Tree tree, String backend) {
    HaproxySection target = backends.get(backend);
    Optional<Statement> said =
        section
            .last("option forwardfor")
            .or(() -> target == null ? Optional.empty() : target.last("option forwardfor"));
    tree.put(
        "forwarded-for",
        said.isPresent() ? "append" : "off",
        said.map(Statement::line).orElse(section.line()));
    // HAProxy asks the frontend's network and the backend's.
    List<Tree.Entry> except = new ArrayList<>();
    Optional<Statement> own = section.last("option forwardfor");
    own.ifPresent(each -> except(each, except));
    if (target != null) {
      target
          .last("option forwardfor")
          .filter(each -> !Optional.of(each).equals(own))
          .ifPresent(each -> except(each, except));
    }
    if (!except.isEmpty()) {
      tree.putAll("forwarded-for-except", except);
    }
  }

  private void except(Statement said, List<Tree.Entry> networks) {
    List<String> words = said.arguments();
    if (words.size() == 2 && words.get(0).equals("except")) {
      networks.add(new Tree.Entry(prefixed(words.get(1)), said.line()));
    } else if (!words.isEmpty()) {
      findings.problem(
          said.line()
              .says(
                  "'option forwardfor "
                      + String.join(" ", words)
                      + "' is not supported: write it alone or with except NETWORK; the field is"
                      + " always X-Forwarded-For, and always added to"));
    }
  }

  /** HAProxy takes 255.0.0.0 for 8 as well; what is no mask stays and is refused by its reader. */
  private static String prefixed(String network) {
    int slash = network.indexOf('/');
    String mask = slash < 0 ? "" : network.substring(slash + 1);
    if (!mask.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      return network;
    }
    long bits = 0;
    for (String part : mask.split("\\.", -1)) {
      bits = (bits << Byte.SIZE) | Math.min(255, Integer.parseInt(part));
    }
    int length = Integer.numberOfLeadingZeros(~(int) bits);
    boolean contiguous = (int) bits == (length == 0 ? 0 : -1 << (Integer.SIZE - length));
    return contiguous ? network.substring(0, slash + 1) + length : network;
  }
}
