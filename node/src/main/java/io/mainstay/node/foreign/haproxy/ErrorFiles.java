package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;

/** Says which answers of the proxy itself come from files, in a frontend or a backend. */
final class ErrorFiles {
  private static final String KEYWORD = "errorfile";

  private ErrorFiles() {}

  /** What the section says counts more than what its defaults say, and the last line most. */
  static void translate(HaproxySection section, Tree tree) {
    for (Statement said : section.all(KEYWORD)) {
      tree.child("error-files", said.line()).put(said.argument(0), said.argument(1), said.line());
    }
  }

  /** In TCP mode nobody is answered, and only what many sections share may speak of it. */
  static void tellUseless(HaproxySection section, Findings findings) {
    for (Statement said : section.own(KEYWORD)) {
      findings.warning(
          said.line().says("'errorfile' means nothing in mode tcp, where nothing is answered"));
    }
  }
}
