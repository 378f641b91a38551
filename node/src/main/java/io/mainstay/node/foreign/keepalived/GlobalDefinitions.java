package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What global_defs say for every router and script that says nothing itself. */
final class GlobalDefinitions {
  private final List<Block> said = new ArrayList<>();

  GlobalDefinitions(List<Block> blocks, Findings findings) {
    Statements statements = new Statements(findings);
    blocks.forEach(block -> said.addAll(statements.honoured("global_defs", block.children())));
  }

  /** The last line of that keyword. */
  Optional<Block> last(String keyword) {
    Optional<Block> last = Optional.empty();
    for (Block block : said) {
      last = block.keyword().equals(keyword) ? Optional.of(block) : last;
    }
    return last;
  }
}
