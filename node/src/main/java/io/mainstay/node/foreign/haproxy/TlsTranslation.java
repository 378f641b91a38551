package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import io.mainstay.node.foreign.haproxy.Parameters.Setting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the {@code tls} of an address or a server out of the words behind it. */
final class TlsTranslation {
  private static final Pattern FIXED_NAME = Pattern.compile("str\\(([^()]+)\\)");
  private static final List<String> TOO_OLD = List.of("SSLv3", "TLSv1.0", "TLSv1.1");

  private final TlsDefaults defaults;
  private final Findings findings;

  TlsTranslation(TlsDefaults defaults, Findings findings) {
    this.defaults = defaults;
    this.findings = findings;
  }

  /**
   * How clients' TLS is ended at an address, if it is.
   *
   * @param said the words behind the address
   */
  Optional<Tree> ofBind(Parameters said, SourceLine line, boolean http) {
    if (!said.has("ssl")) {
      said.get("crt")
          .ifPresent(
              crt -> findings.warning(crt.line().says("'crt' changes nothing without 'ssl'")));
      return Optional.empty();
    }
    List<Tree.Entry> certificates =
        said.all("crt").stream()
            .map(crt -> new Tree.Entry(defaults.certificate(crt.value()), crt.line()))
            .toList();
    if (certificates.isEmpty()) {
      findings.problem(line.says("'ssl' needs a certificate: crt FILE"));
      return Optional.empty();
    }
    Tree tls = new Tree(line);
    tls.putAll("certificates", certificates);
    versions(said, tls);
    said.get("strict-sni").ifPresent(strict -> tls.put("strict-sni", true, strict.line()));
    Optional<Setting> verify = said.get("verify").filter(each -> !each.value().equals("none"));
    verify.ifPresent(each -> tls.put("client-certificates", each.value(), each.line()));
    said.get("ca-file")
        .filter(ca -> verify.isPresent())
        .ifPresent(ca -> tls.put("client-ca", defaults.authority(ca.value()), ca.line()));
    said.get("alpn").ifPresent(alpn -> alpn(alpn, http, tls));
    return Optional.of(tls);
  }

  /** How TLS is spoken to a server, if it is. */
  void ofServer(Parameters said, SourceLine line, Tree into) {
    if (!said.has("ssl")) {
      said.get("check-ssl")
          .ifPresent(
              check ->
                  findings.problem(
                      check
                          .line()
                          .says(
                              "'check-ssl' without 'ssl' is not supported: a check speaks what its"
                                  + " server speaks; write the check in HOCON as https or tls")));
      return;
    }
    Tree tls = into.child("tls", line);
    Optional<Setting> verify = said.get("verify").or(defaults::serverVerify);
    verify.ifPresent(each -> tls.put("verify", each.value(), each.line()));
    if (verify.filter(each -> each.value().equals("none")).isEmpty()) {
      said.get("ca-file")
          .filter(ca -> !ca.value().equals("@system-ca"))
          .ifPresent(ca -> tls.put("ca", defaults.authority(ca.value()), ca.line()));
      said.get("verifyhost").ifPresent(host -> tls.put("verify-host", host.value(), host.line()));
    }
    said.get("crt")
        .ifPresent(crt -> tls.put("certificate", defaults.certificate(crt.value()), crt.line()));
    versions(said, tls);
    Optional<String> name = said.get("sni").flatMap(sni -> name(sni, tls));
    check(said, name.orElse(""));
  }

  /** A check asks for the same name at the same place in the same way, or it is told. */
  private void check(Parameters said, String name) {
    said.get("check-sni")
        .filter(sni -> !sni.value().equals(name))
        .ifPresent(
            sni ->
                findings.problem(
                    sni.line()
                        .says(
                            "'check-sni "
                                + sni.value()
                                + "' is not supported: a check asks for the name that requests ask"
                                + " for; give the server sni str("
                                + sni.value()
                                + ")")));
    said.get("no-check-ssl")
        .filter(no -> said.has("check"))
        .ifPresent(
            no ->
                findings.problem(
                    no.line()
                        .says(
                            "'no-check-ssl' with 'ssl' is not supported: a check speaks what its"
                                + " server speaks; write the check in HOCON")));
    boolean elsewhere = said.has("port") || said.has("addr");
    if (elsewhere && said.has("check") && !said.has("check-ssl")) {
      Setting where = said.get("port").or(() -> said.get("addr")).orElseThrow();
      findings.problem(
          where
              .line()
              .says(
                  "a check at another place than its server with ssl is one without TLS for"
                      + " HAProxy, and one with TLS here; say check-ssl, or write it in HOCON"));
    }
  }

  private Optional<String> name(Setting sni, Tree tls) {
    Matcher fixed = FIXED_NAME.matcher(sni.value());
    if (fixed.matches()) {
      tls.put("sni", fixed.group(1), sni.line());
      return Optional.of(fixed.group(1));
    }
    findings.problem(
        sni.line()
            .says(
                "'sni "
                    + sni.value()
                    + "' is not supported: the name is the same for all requests; write sni"
                    + " str(NAME)"));
    return Optional.empty();
  }

  private void alpn(Setting said, boolean http, Tree tls) {
    List<String> all = List.of(said.value().split(","));
    List<String> spoken =
        http ? all.stream().filter(protocol -> !protocol.equals("h2")).toList() : all;
    if (spoken.size() < all.size()) {
      findings.warning(said.line().says("'alpn' without h2: HTTP/2 is not spoken yet"));
    }
    if (spoken.isEmpty()) {
      findings.problem(said.line().says("'alpn' leaves no protocol; add http/1.1"));
    }
    tls.put("alpn", spoken, said.line());
  }

  private void versions(Parameters said, Tree tls) {
    said.get("no-tlsv12").ifPresent(no -> tls.put("min-version", "1.3", no.line()));
    said.get("no-tlsv13").ifPresent(no -> tls.put("max-version", "1.2", no.line()));
    said.get("ssl-min-ver").ifPresent(min -> oldest(min, tls));
    said.get("ssl-max-ver").ifPresent(max -> newest(max, tls));
    for (String version : List.of("1.2", "1.3")) {
      said.get("force-tlsv" + version.replace(".", ""))
          .ifPresent(
              force -> {
                tls.put("min-version", version, force.line());
                tls.put("max-version", version, force.line());
              });
    }
  }

  private void oldest(Setting min, Tree tls) {
    if (TOO_OLD.contains(min.value())) {
      findings.warning(
          min.line()
              .says(
                  "'ssl-min-ver "
                      + min.value()
                      + "' is taken for TLSv1.2: older versions are not safe (RFC 8996)"));
    } else {
      tls.put("min-version", min.value(), min.line());
    }
  }

  private void newest(Setting max, Tree tls) {
    if (TOO_OLD.contains(max.value())) {
      findings.problem(
          max.line()
              .says(
                  "'ssl-max-ver "
                      + max.value()
                      + "' is not supported: TLSv1.2 and TLSv1.3 are spoken (RFC 8996)"));
    } else {
      tls.put("max-version", max.value(), max.line());
    }
  }
}
