package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.foreign.SourceLine;
import java.util.ArrayList;
import java.util.List;

/** A line, and the lines in the braces behind it. Filled while the file is read. */
final class Block {
  private final SourceLine line;
  private final List<Block> children = new ArrayList<>();
  private boolean opened;

  Block(SourceLine line) {
    this.line = line;
  }

  SourceLine line() {
    return line;
  }

  /** The keyword that it begins with. */
  String keyword() {
    return line.words().get(0);
  }

  /** A word behind the keyword; empty when there are fewer. */
  String argument(int index) {
    return index + 1 < line.words().size() ? line.words().get(index + 1) : "";
  }

  List<String> arguments() {
    return line.words().subList(1, line.words().size());
  }

  List<Block> children() {
    return children;
  }

  void add(Block child) {
    children.add(child);
  }

  boolean opened() {
    return opened;
  }

  void open() {
    opened = true;
  }
}
