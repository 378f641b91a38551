package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.config.NearestWord;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Scripts, processes and files that routers track by name, and the trackers they become. */
final class TrackedThings {
  private static final Set<String> KINDS = Set.of("vrrp_script", "track_process", "track_file");

  private final KeepalivedReader.Proxy proxy;
  private final GlobalDefinitions global;
  private final Findings findings;
  private final Values values;
  private final Map<String, Map<String, Defined>> defined = new HashMap<>();
  private final Set<Block> used = new HashSet<>();

  /** One definition and its lines. */
  private record Defined(Block block, List<Block> statements) {
    Optional<Block> last(String keyword) {
      Optional<Block> last = Optional.empty();
      for (Block each : statements) {
        last = each.keyword().equals(keyword) ? Optional.of(each) : last;
      }
      return last;
    }
  }

  TrackedThings(KeepalivedReader.Proxy proxy, GlobalDefinitions global, Findings findings) {
    this.proxy = proxy;
    this.global = global;
    this.findings = findings;
    this.values = new Values(findings);
  }

  /** Notes a block of the file if it defines something to track. */
  void define(Block block) {
    String kind = Statements.section(block);
    if (KINDS.contains(kind)) {
      List<Block> statements = new Statements(findings).honoured(kind, block.children());
      defined
          .computeIfAbsent(kind, made -> new HashMap<>())
          .put(block.argument(0), new Defined(block, statements));
    }
  }

  /** Adds the trackers that one list of a router names. */
  void track(Block list, Tree router) {
    for (Block entry : list.children()) {
      switch (list.keyword()) {
        case "track_interface" -> {
          Tree tracker = tracker(router, entry.keyword(), entry.line());
          tracker.put("interface", entry.keyword(), entry.line());
          weight(entry, Optional.empty(), tracker);
        }
        case "track_script" ->
            find("vrrp_script", entry).ifPresent(it -> script(it, entry, router));
        case "track_process" ->
            find("track_process", entry).ifPresent(it -> process(it, entry, router));
        default -> find("track_file", entry).ifPresent(it -> file(it, entry, router));
      }
    }
  }

  /** Warns of what nobody tracks. */
  void tellOfUnused() {
    defined
        .values()
        .forEach(
            kind ->
                kind.values().stream()
                    .filter(each -> !used.contains(each.block()))
                    .forEach(
                        each ->
                            findings.warning(
                                each.block()
                                    .line()
                                    .says(
                                        "'"
                                            + each.block().argument(0)
                                            + "' is tracked by no router, so nobody runs it"))));
  }

  private static Tree tracker(Tree router, String name, SourceLine line) {
    return router.child("trackers", line).child(name, line);
  }

  private Optional<Defined> find(String kind, Block entry) {
    Map<String, Defined> all = defined.getOrDefault(kind, Map.of());
    Defined found = all.get(entry.keyword());
    if (found == null) {
      findings.problem(
          entry
              .line()
              .says(
                  "there is no "
                      + kind
                      + " '"
                      + entry.keyword()
                      + "'"
                      + NearestWord.to(entry.keyword(), all.keySet())
                          .map(nearest -> "; did you mean '" + nearest + "'?")
                          .orElse("")));
      return Optional.empty();
    }
    used.add(found.block());
    return Optional.of(found);
  }

  private void script(Defined script, Block entry, Tree router) {
    Optional<Block> command = script.last("script");
    if (command.isEmpty()) {
      findings.problem(
          script.block().line().says("'" + script.block().argument(0) + "' has no script"));
      return;
    }
    Tree tracker = tracker(router, entry.keyword(), entry.line());
    SourceLine line = command.get().line();
    ScriptWords words = ScriptWords.of(command.get().arguments());
    if (words.asksForHaproxy()) {
      proxy(words.text(), line, tracker);
    } else {
      tracker.putAll(
          "script", words.words().stream().map(word -> new Tree.Entry(word, line)).toList());
      probing(script, tracker);
    }
    weight(entry, script.last("weight"), tracker);
  }

  private void proxy(String asked, SourceLine line, Tree tracker) {
    if (proxy == KeepalivedReader.Proxy.THIS_NODE) {
      findings.warning(
          line.says(
              "'"
                  + asked
                  + "' asks whether HAProxy lives: here the proxy is this node itself, so"
                  + " it is followed instead, without a script"));
      tracker.put("proxy", true, line);
    } else {
      findings.warning(
          line.says(
              "'"
                  + asked
                  + "' asks whether HAProxy lives: its process is followed instead,"
                  + " without a script"));
      tracker.put("process", "haproxy", line);
    }
  }

  private void probing(Defined script, Tree tracker) {
    Optional<Block> interval = script.last("interval");
    SourceLine line = interval.map(Block::line).orElse(script.block().line());
    interval.ifPresentOrElse(
        said -> values.seconds(said, tracker, "interval"),
        () -> tracker.put("interval", "1s", line));
    script
        .last("timeout")
        .or(() -> interval)
        .ifPresent(said -> values.seconds(said, tracker, "timeout"));
    for (String count : List.of("rise", "fall")) {
      script.last(count).ifPresent(said -> values.number(said, tracker, count));
    }
    script
        .last("user")
        .or(() -> global.last("script_user"))
        .ifPresent(said -> tracker.put("user", said.argument(0), said.line()));
  }

  private void process(Defined process, Block entry, Tree router) {
    Optional<Block> command = process.last("process");
    if (command.isEmpty()) {
      findings.problem(
          process.block().line().says("'" + process.block().argument(0) + "' has no process"));
      return;
    }
    Tree tracker = tracker(router, entry.keyword(), entry.line());
    SourceLine line = command.get().line();
    ScriptWords words = ScriptWords.of(command.get().arguments());
    if (words.words().equals(List.of("haproxy"))) {
      proxy("process haproxy", line, tracker);
    } else {
      tracker.putAll(
          "process", words.words().stream().map(word -> new Tree.Entry(word, line)).toList());
    }
    weight(entry, process.last("weight"), tracker);
  }

  private void file(Defined file, Block entry, Tree router) {
    Optional<Block> path = file.last("file");
    Tree tracker = tracker(router, entry.keyword(), entry.line());
    if (path.isEmpty()) {
      findings.problem(file.block().line().says("'" + file.block().argument(0) + "' has no file"));
      return;
    }
    tracker.put("file", path.get().argument(0), path.get().line());
    tracker.put("weight", "content", entry.line());
    if (!entry.arguments().isEmpty() && !entry.arguments().equals(List.of("weight", "1"))) {
      findings.problem(
          entry
              .line()
              .says("the number in the file is added as it is: write no weight, or weight 1"));
    }
  }

  /** A weight of the router's own counts more than the one of the definition. */
  private void weight(Block entry, Optional<Block> definition, Tree tracker) {
    List<String> words = new ArrayList<>(entry.arguments());
    Block said = entry;
    if (!words.isEmpty() && words.get(0).equals("weight")) {
      words.remove(0);
    } else if (words.isEmpty() && definition.isPresent()) {
      said = definition.get();
      words.addAll(said.arguments());
    }
    if (words.isEmpty()) {
      return;
    }
    boolean reverse = words.remove("reverse");
    if (reverse) {
      tracker.put("reverse", true, said.line());
    }
    if (words.size() != 1) {
      findings.problem(
          said.line()
              .says(
                  "'"
                      + String.join(" ", said.line().words())
                      + "': weight NUMBER is all that can stand here"));
      return;
    }
    Block where = said;
    values
        .number("weight", words.get(0), where)
        .filter(number -> number != 0)
        .ifPresent(number -> tracker.put("weight", number, where.line()));
  }
}
