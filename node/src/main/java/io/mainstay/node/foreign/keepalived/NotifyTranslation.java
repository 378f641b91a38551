package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that are told of the states of a router or of a sync group. */
final class NotifyTranslation {
  private static final Map<String, String> KEYS =
      Map.of(
          "notify", "any",
          "notify_master", "master",
          "notify_backup", "backup",
          "notify_fault", "fault",
          "notify_stop", "stop");

  private final GlobalDefinitions global;
  private final Findings findings;

  NotifyTranslation(GlobalDefinitions global, Findings findings) {
    this.global = global;
    this.findings = findings;
  }

  /** Adds what these lines say to the object that has the commands. */
  void translate(List<Block> said, Tree owner) {
    Optional<Block> userFrom = Optional.empty();
    for (Block each : said) {
      if (!KEYS.containsKey(each.keyword())) {
        continue;
      }
      Tree notify = owner.child("notify", each.line());
      List<String> words = ScriptWords.of(List.of(each.argument(0))).words();
      notify.putAll(
          KEYS.get(each.keyword()),
          words.stream().map(word -> new Tree.Entry(word, each.line())).toList());
      if (userFrom.isPresent() && !userFrom.get().argument(1).equals(each.argument(1))) {
        findings.problem(
            each.line()
                .says("all commands of one owner run as one user; name the same in each line"));
      }
      userFrom = Optional.of(each);
      user(each, notify);
    }
  }

  private void user(Block said, Tree notify) {
    if (!said.argument(1).isEmpty()) {
      notify.put("user", said.argument(1), said.line());
    } else {
      global
          .last("script_user")
          .ifPresent(each -> notify.put("user", each.argument(0), each.line()));
    }
  }
}
