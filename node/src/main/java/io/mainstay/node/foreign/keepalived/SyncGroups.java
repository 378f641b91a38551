package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.config.NearestWord;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which routers are master together, and what their group tracks. */
final class SyncGroups {
  /** One membership: where it is written, and the lines of its group. */
  record Membership(String group, Block member, List<Block> statements) {}

  private final Map<String, Membership> members = new HashMap<>();
  private final Map<Block, List<Block>> groups = new LinkedHashMap<>();
  private final Findings findings;

  SyncGroups(List<Block> blocks, Statements statements, Findings findings) {
    this.findings = findings;
    for (Block group : blocks) {
      List<Block> honoured = statements.honoured("vrrp_sync_group", group.children());
      groups.put(group, honoured);
      for (Block list : honoured) {
        if (list.keyword().equals("group")) {
          list.children()
              .forEach(line -> names(line).forEach(name -> add(group, name, line, honoured)));
        }
      }
    }
  }

  private static List<String> names(Block line) {
    return new ArrayList<>(line.line().words());
  }

  private void add(Block group, String name, Block line, List<Block> honoured) {
    Membership own = new Membership(group.argument(0), line, honoured);
    Membership other = members.putIfAbsent(name, own);
    if (other != null) {
      findings.problem(
          line.line().says("'" + name + "' is already in the group '" + other.group() + "'"));
    }
  }

  Optional<Membership> of(String router) {
    return Optional.ofNullable(members.get(router));
  }

  /** Adds the commands of each group that has some. */
  void notify(NotifyTranslation translation, Tree mainstay) {
    groups.forEach(
        (group, said) -> {
          if (said.stream().anyMatch(each -> each.keyword().startsWith("notify"))) {
            Tree all = mainstay.child("sync-groups", group.line());
            translation.translate(said, all.child(group.argument(0), group.line()));
          }
        });
  }

  /** Tells of members that are no routers. */
  void tellOfStrangers(Set<String> routers) {
    members.forEach(
        (name, membership) -> {
          if (!routers.contains(name)) {
            findings.problem(
                membership
                    .member()
                    .line()
                    .says(
                        "there is no vrrp_instance '"
                            + name
                            + "'"
                            + NearestWord.to(name, routers)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse("")));
          }
        });
  }
}
