package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.foreign.Keyword;
import io.mainstay.node.foreign.SourceLine;
import java.util.List;

/**
 * One line of a section whose keyword is honoured.
 *
 * @param keyword the row of the table
 * @param arguments the words behind the keyword
 * @param negated whether {@code no} is in front
 */
record Statement(Keyword keyword, List<String> arguments, boolean negated, SourceLine line) {
  Statement {
    arguments = List.copyOf(arguments);
  }

  /** An argument; empty when there are fewer. */
  String argument(int index) {
    return index < arguments.size() ? arguments.get(index) : "";
  }
}
