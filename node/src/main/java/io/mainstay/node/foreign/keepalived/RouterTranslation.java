package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a virtual router of a vrrp_instance. */
final class RouterTranslation {
  private static final Set<String> TRACKS =
      Set.of("track_script", "track_interface", "track_process", "track_file");

  private final Block instance;
  private final GlobalDefinitions global;
  private final Findings findings;
  private final Values values;
  private final Tree router;
  private final List<Block> said;

  RouterTranslation(Block instance, Tree mainstay, GlobalDefinitions global, Findings findings) {
    this.instance = instance;
    this.global = global;
    this.findings = findings;
    this.values = new Values(findings);
    this.said = new Statements(findings).honoured("vrrp_instance", instance.children());
    this.router =
        mainstay.child("routers", instance.line()).child(instance.argument(0), instance.line());
  }

  void translate(TrackedThings tracked, Optional<SyncGroups.Membership> group) {
    last("interface")
        .or(() -> global.last("default_interface"))
        .ifPresent(each -> router.put("interface", each.argument(0), each.line()));
    last("virtual_router_id").ifPresent(each -> values.number(each, router, "vrid"));
    last("priority").ifPresent(each -> values.number(each, router, "priority"));
    List<Block> addresses = addresses("virtual_ipaddress", "addresses");
    addresses("virtual_ipaddress_excluded", "excluded-addresses");
    int version = version(addresses);
    last("advert_int").ifPresent(each -> values.seconds(each, router, "advertisement-interval"));
    preemption();
    last("authentication").ifPresent(each -> password(each, version));
    unicast();
    new AnnouncementTranslation(this::last, global, values).translate(router, instance.line());
    last("use_vmac").ifPresent(each -> router.put("virtual-mac", true, each.line()));
    last("no_accept").ifPresent(each -> router.put("accept", false, each.line()));
    global
        .last("vrrp_startup_delay")
        .ifPresent(each -> values.seconds(each, router, "startup-delay"));
    group.ifPresent(each -> router.put("sync-group", each.group(), each.member().line()));
    new NotifyTranslation(global, findings).translate(said, router);
    router.put("when-unhealthy", "ignore", instance.line());
    List<Block> tracks = new ArrayList<>(said);
    group.ifPresent(each -> tracks.addAll(each.statements()));
    tracks.stream()
        .filter(each -> TRACKS.contains(each.keyword()))
        .forEach(each -> tracked.track(each, router));
  }

  private Optional<Block> last(String keyword) {
    Optional<Block> last = Optional.empty();
    for (Block each : said) {
      last = each.keyword().equals(keyword) ? Optional.of(each) : last;
    }
    return last;
  }

  private List<Block> addresses(String keyword, String key) {
    List<Block> lines = new ArrayList<>();
    said.stream()
        .filter(each -> each.keyword().equals(keyword))
        .forEach(each -> lines.addAll(each.children()));
    if (!lines.isEmpty()) {
      router.putAll(
          key, lines.stream().map(each -> new Tree.Entry(each.keyword(), each.line())).toList());
      lines.forEach(this::addressOptions);
    }
    return lines;
  }

  private void addressOptions(Block line) {
    List<String> words = line.arguments();
    for (int i = 0; i < words.size(); i++) {
      String option = words.get(i);
      switch (option) {
        case "dev" -> device(i + 1 < words.size() ? words.get(++i) : "", line.line());
        case "brd", "broadcast", "scope", "label" -> {
          i++;
          findings.warning(
              line.line()
                  .says("'" + option + "' is left out: clients reach the address without it"));
        }
        case "nodad", "home", "noprefixroute", "no_track" ->
            findings.warning(
                line.line()
                    .says("'" + option + "' is left out: clients reach the address without it"));
        default -> {
          findings.problem(
              line.line().says("'" + option + "' behind an address is not supported; remove it"));
          return;
        }
      }
    }
  }

  private void device(String device, SourceLine line) {
    String own = last("interface").map(each -> each.argument(0)).orElse(device);
    if (!device.equals(own)) {
      router.child("mover-settings", line).put("device", device, line);
    }
  }

  /** 2 unless something says 3; IPv6 has no other. */
  private int version(List<Block> addresses) {
    boolean six = addresses.stream().anyMatch(each -> each.keyword().indexOf(':') >= 0);
    Optional<Block> written = last("version").or(() -> global.last("vrrp_version"));
    String version = six ? "3" : written.map(each -> each.argument(0)).orElse("2");
    if (!version.matches("[23]")) {
      findings.problem(
          written.orElse(instance).line().says("'version' must be 2 or 3, not '" + version + "'"));
      version = "2";
    }
    router.put(
        "version", Integer.valueOf(version), written.map(Block::line).orElse(instance.line()));
    return Integer.parseInt(version);
  }

  private void preemption() {
    Optional<Block> state = last("state");
    state
        .filter(each -> !each.argument(0).matches("MASTER|BACKUP"))
        .ifPresent(
            each ->
                findings.problem(
                    each.line()
                        .says("'state' must be MASTER or BACKUP, not '" + each.argument(0) + "'")));
    boolean master = state.filter(each -> each.argument(0).equals("MASTER")).isPresent();
    if (master) {
      last("nopreempt").ifPresent(this::meansNothingToMaster);
      last("preempt_delay").ifPresent(this::meansNothingToMaster);
      return;
    }
    last("nopreempt").ifPresent(each -> router.put("preempt", false, each.line()));
    last("preempt_delay").ifPresent(each -> values.seconds(each, router, "preempt-delay"));
  }

  private void meansNothingToMaster(Block each) {
    findings.warning(
        each.line()
            .says(
                "'"
                    + each.keyword()
                    + "' is left out, as by keepalived with state MASTER; write state BACKUP"));
  }

  private void password(Block authentication, int version) {
    for (Block each :
        new Statements(findings).honoured("authentication", authentication.children())) {
      String text = each.argument(0);
      if (each.keyword().equals("auth_type") && !text.equals("PASS")) {
        findings.problem(
            each.line()
                .says(
                    text.equals("AH")
                        ? "'auth_type AH' is not supported; write PASS on all nodes, or nothing"
                        : "'auth_type' must be PASS, not '" + text + "'"));
      } else if (each.keyword().equals("auth_pass") && version == 3) {
        findings.warning(each.line().says("'auth_pass' is left out: version 3 has no passwords"));
      } else if (each.keyword().equals("auth_pass")) {
        if (text.length() > 8) {
          findings.warning(
              each.line().says("'auth_pass' is cut to its first 8 characters, as by keepalived"));
        }
        router.put("password", text.substring(0, Math.min(8, text.length())), each.line());
      }
    }
  }

  private void unicast() {
    Optional<Block> peers = last("unicast_peer");
    if (peers.isEmpty()) {
      return;
    }
    Tree unicast = router.child("unicast", peers.get().line());
    last("unicast_src_ip").ifPresent(each -> unicast.put("source", each.argument(0), each.line()));
    Tree all = unicast.child("peers", peers.get().line());
    int number = 0;
    for (Block peer : peers.get().children()) {
      Tree one = all.child("peer" + ++number, peer.line());
      one.put("address", peer.keyword(), peer.line());
      one.put("minimum-ttl", 0, peer.line());
      List<String> words = peer.arguments();
      for (int i = 0; i < words.size(); i += 2) {
        boolean least = words.get(i).equals("min_ttl") && i + 1 < words.size();
        if (least) {
          values
              .number("min_ttl", words.get(i + 1), peer)
              .ifPresent(ttl -> one.put("minimum-ttl", ttl, peer.line()));
        } else {
          findings.problem(
              peer.line()
                  .says(
                      "'" + words.get(i) + "' behind a peer is not supported: min_ttl NUMBER is"));
        }
      }
    }
  }
}
