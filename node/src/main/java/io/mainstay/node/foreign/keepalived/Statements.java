package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Keyword;
import io.mainstay.node.foreign.KeywordState;
import io.mainstay.node.foreign.KeywordTable;
import io.mainstay.node.foreign.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds blocks against the table of keywords, and keeps what is honoured. */
final class Statements {
  /** Blocks whose lines are names and addresses, not keywords. */
  private static final Set<String> LISTS =
      Set.of(
          "virtual_ipaddress",
          "virtual_ipaddress_excluded",
          "unicast_peer",
          "group",
          "track_script",
          "track_interface",
          "track_process",
          "track_file");

  /** Keywords that mean the same. */
  private static final Map<String, String> SYNONYMS =
      Map.of("vrrp_track_process", "track_process", "vrrp_track_file", "track_file");

  private final Findings findings;

  Statements(Findings findings) {
    this.findings = findings;
  }

  /** The section that a block makes. */
  static String section(Block block) {
    return SYNONYMS.getOrDefault(block.keyword(), block.keyword());
  }

  /** The children of a block that are honoured; of the others it is told what becomes of them. */
  List<Block> honoured(String section, List<Block> blocks) {
    List<Block> honoured = new ArrayList<>();
    for (Block block : blocks) {
      Optional<Keyword> found = KeywordTable.KEEPALIVED.find(section, block.line().words());
      if (found.isEmpty()) {
        findings.problem(
            block.line().says(KeywordTable.KEEPALIVED.unknown(section, block.line().words())));
      } else if (found.get().state() != KeywordState.HONOURED) {
        Refusals.tell(found.get(), block.line(), findings);
      } else if (isWhole(section, block, found.get())) {
        honoured.add(block);
      }
    }
    return honoured;
  }

  private boolean isWhole(String section, Block block, Keyword keyword) {
    boolean wantsBlock =
        section.equals("top")
            || LISTS.contains(block.keyword())
            || block.keyword().equals("authentication");
    int words = block.arguments().size();
    if (words < keyword.least()) {
      findings.problem(
          block.line().says("'" + keyword.name() + "' needs more: " + keyword.usage()));
      return false;
    }
    if (words > keyword.most()) {
      findings.problem(
          block
              .line()
              .says("'" + keyword.name() + "' has too many words behind it: " + keyword.usage()));
      return false;
    }
    if (wantsBlock != block.opened()) {
      findings.problem(
          block
              .line()
              .says(
                  wantsBlock
                      ? "'" + keyword.name() + "' needs { … } behind it: a '{' is missing"
                      : "'" + keyword.name() + "' takes no { … }"));
    }
    return wantsBlock == block.opened();
  }
}
