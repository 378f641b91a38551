package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;

/** What of a global section a node honours. */
final class GlobalTranslation {
  private final Tree mainstay;
  private final Arguments arguments;

  GlobalTranslation(Tree mainstay, Findings findings) {
    this.mainstay = mainstay;
    this.arguments = new Arguments(findings);
  }

  void translate(HaproxySection global) {
    global
        .last("node")
        .ifPresent(
            said -> mainstay.child("node", said.line()).put("name", said.argument(0), said.line()));
    global
        .last("hard-stop-after")
        .ifPresent(
            said ->
                arguments
                    .time("hard-stop-after", said.argument(0), said.line())
                    .ifPresent(
                        time ->
                            mainstay.child("node", said.line()).put("drain", time, said.line())));
    global
        .last("nbthread")
        .ifPresent(said -> number(said, mainstay.child("proxy", said.line()), "event-loops"));
    global.last("maxconn").ifPresent(said -> number(said, limits(said), "connections"));
    global.last("tune.http.maxhdr").ifPresent(said -> number(said, limits(said), "field-count"));
  }

  private Tree limits(Statement said) {
    return mainstay.child("proxy", said.line()).child("limits", said.line());
  }

  private void number(Statement said, Tree into, String key) {
    arguments
        .number(said.keyword().name(), said.argument(0), said.line())
        .ifPresent(number -> into.put(key, number, said.line()));
  }
}
