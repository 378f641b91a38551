package io.mainstay.node.config;

import io.mainstay.health.CheckSpec;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.TlsToServer;
import io.mainstay.proxy.TlsToServer.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has a check speak the TLS of the servers that it checks: what only answers over TLS cannot be
 * asked without. A check that is for TLS by its own word is left as it is written.
 */
final class CheckOverTls {
  /** What each plain check is called over TLS. */
  private static final Map<String, String> OVER_TLS =
      Map.of("tcp", "tls", "http", "https", "tcp-check", "tcp-check");

  private CheckOverTls() {}

  /** Whether a check would be asked without TLS though some of these servers speak it. */
  static boolean isMixed(CheckSpec spec, List<Server> servers) {
    return isPlain(spec) && servers.stream().map(Server::tls).distinct().count() > 1;
  }

  /** The check as these servers are asked, all alike. */
  static CheckSpec of(CheckSpec spec, List<Server> servers) {
    TlsToServer tls = servers.isEmpty() ? null : servers.get(0).tls();
    if (tls == null || !isPlain(spec) || isMixed(spec, servers)) {
      return spec;
    }
    List<String> words = new ArrayList<>();
    if (spec.name().equals("tcp-check")) {
      words.add("tls");
    }
    words.addAll(options(tls));
    words.addAll(spec.arguments());
    return new CheckSpec(OVER_TLS.getOrDefault(spec.name(), spec.name()), words);
  }

  private static boolean isPlain(CheckSpec spec) {
    return OVER_TLS.containsKey(spec.name()) && !spec.arguments().contains("tls");
  }

  private static List<String> options(TlsToServer tls) {
    List<String> options = new ArrayList<>();
    String name = tls.verifyHost() == null ? tls.serverName() : tls.verifyHost();
    if (name != null) {
      options.add("sni=" + name);
    }
    if (tls.verify() == Verify.NONE) {
      options.add("verify=none");
    } else if (tls.authorities() != null) {
      options.add("ca=" + tls.authorities());
    }
    if (tls.certificate() != null) {
      options.add("certificate=" + tls.certificate());
    }
    return options;
  }
}
