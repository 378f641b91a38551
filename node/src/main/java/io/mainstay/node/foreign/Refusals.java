package io.mainstay.node.foreign;

import io.mainstay.node.config.Findings;

/** Says what becomes of a keyword that is not honoured. */
public final class Refusals {
  private Refusals() {}

  /** An error, or a warning where it is harmless; nothing when it is honoured. */
  public static void tell(Keyword keyword, SourceLine line, Findings findings) {
    String said = "'" + keyword.name() + "' ";
    switch (keyword.state()) {
      case HARMLESS -> findings.warning(line.says(said + "is left out: " + keyword.meaning()));
      case UNSUPPORTED ->
          findings.problem(line.says(said + "is not supported: " + keyword.meaning()));
      case HONOURED -> {}
    }
  }
}
