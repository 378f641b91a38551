package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads files in keepalived's language: the virtual routers of a node and what they track. */
public final class KeepalivedReader {
  /** Whose life a script asks for that looks for HAProxy. */
  public enum Proxy {
    /** This node's own: it has frontends. */
    THIS_NODE,
    /** A HAProxy that runs beside this node. */
    OTHER_PROCESS
  }

  private final Proxy proxy;
  private final Map<String, String> values;

  /**
   * A reader.
   *
   * @param values what {@code <name>} stands for, which authors leave for others to fill in
   */
  public KeepalivedReader(Proxy proxy, Map<String, String> values) {
    this.proxy = proxy;
    this.values = Map.copyOf(values);
  }

  /** What the files say together, with everything that is wrong with them. */
  public ConfigSource read(List<Path> files) {
    Findings findings = new Findings();
    BlockParser parser = new BlockParser(findings, values);
    files.forEach(parser::read);
    SourceLine start = new SourceLine(String.valueOf(files.get(0)), 1, List.of());
    Tree root = new Tree(start);
    List<Block> top = new Statements(findings).honoured("top", parser.blocks());
    translate(withoutTwins(top, findings), root.child("mainstay", start), findings);
    if (top.stream().noneMatch(block -> block.keyword().equals("vrrp_instance"))) {
      findings.problem(new ConfigProblem(start.file(), "there is nothing to do: no vrrp_instance"));
    }
    return new ConfigSource(start.file(), root.build(), findings.inFileOrder());
  }

  private void translate(List<Block> top, Tree mainstay, Findings findings) {
    GlobalDefinitions global = new GlobalDefinitions(of(top, "global_defs"), findings);
    TrackedThings tracked = new TrackedThings(proxy, global, findings);
    top.forEach(tracked::define);
    Map<String, Block> groups = new HashMap<>();
    Statements statements = new Statements(findings);
    SyncGroups syncGroups = new SyncGroups(of(top, "vrrp_sync_group"), statements, findings);
    for (Block instance : of(top, "vrrp_instance")) {
      groups.put(instance.argument(0), instance);
      new RouterTranslation(instance, mainstay, global, findings)
          .translate(tracked, syncGroups.of(instance.argument(0)));
    }
    syncGroups.notify(new NotifyTranslation(global, findings), mainstay);
    syncGroups.tellOfStrangers(groups.keySet());
    tracked.tellOfUnused();
  }

  private static List<Block> of(List<Block> blocks, String keyword) {
    return blocks.stream().filter(block -> block.keyword().equals(keyword)).toList();
  }

  private static List<Block> withoutTwins(List<Block> top, Findings findings) {
    Map<String, SourceLine> names = new HashMap<>();
    List<Block> single = new ArrayList<>();
    for (Block block : top) {
      String name = Statements.section(block) + " " + block.argument(0);
      SourceLine twin =
          block.keyword().equals("global_defs") ? null : names.putIfAbsent(name, block.line());
      if (twin == null) {
        single.add(block);
      } else {
        findings.problem(
            block
                .line()
                .says(
                    "'"
                        + name
                        + "' is already at "
                        + twin.location()
                        + "; give each its own name"));
      }
    }
    return single;
  }
}
