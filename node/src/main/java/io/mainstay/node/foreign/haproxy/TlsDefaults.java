package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.haproxy.Parameters.Setting;
import java.util.List;
import java.util.Optional;

/** What the global section says of all TLS. */
final class TlsDefaults {
  private final Parameters bind;
  private final Parameters server;
  private final Optional<Setting> serverVerify;
  private final String certificates;
  private final String authorities;

  private TlsDefaults(
      Parameters bind,
      Parameters server,
      Optional<Setting> serverVerify,
      String certificates,
      String authorities) {
    this.bind = bind;
    this.server = server;
    this.serverVerify = serverVerify;
    this.certificates = certificates;
    this.authorities = authorities;
  }

  static TlsDefaults of(List<HaproxySection> sections, Findings findings) {
    Parameters bind = Parameters.none("bind", findings);
    Parameters server = Parameters.none("server", findings);
    Optional<Setting> verify = Optional.empty();
    String certificates = "";
    String authorities = "";
    for (HaproxySection section : sections) {
      if (section.kind().equals("global")) {
        for (Statement said : section.own("ssl-default-bind-options")) {
          bind = bind.with(said, 0);
        }
        for (Statement said : section.own("ssl-default-server-options")) {
          server = server.with(said, 0);
        }
        for (Statement said : section.own("ssl-server-verify")) {
          verify = Optional.of(new Setting(said.argument(0), said.line()));
        }
        certificates = section.last("crt-base").map(said -> said.argument(0)).orElse(certificates);
        authorities = section.last("ca-base").map(said -> said.argument(0)).orElse(authorities);
      }
    }
    return new TlsDefaults(bind, server, verify, certificates, authorities);
  }

  /** The words that begin every bind with ssl. */
  Parameters bind() {
    return bind;
  }

  /** The words that begin every server with ssl. */
  Parameters server() {
    return server;
  }

  /** Whether servers are verified that do not say so themselves. */
  Optional<Setting> serverVerify() {
    return serverVerify;
  }

  /** Where a certificate lies. */
  String certificate(String path) {
    return in(certificates, path);
  }

  /** Where the certificates of authorities lie. */
  String authority(String path) {
    return in(authorities, path);
  }

  private static String in(String base, String path) {
    return base.isEmpty() || path.startsWith("/") ? path : base + "/" + path;
  }
}
