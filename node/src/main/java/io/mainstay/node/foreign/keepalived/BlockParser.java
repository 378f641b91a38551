package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.KeywordTable;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.SourceText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Makes blocks of files and of what they include, and finds braces that are missing. */
final class BlockParser {
  private static final int DEEPEST_INCLUDE = 16;

  private final Findings findings;
  private final Map<String, String> values;
  private final List<Block> top = new ArrayList<>();
  private final Deque<Block> open = new ArrayDeque<>();

  /**
   * A parser.
   *
   * @param values what {@code <name>} stands for, which authors leave for others to fill in
   */
  BlockParser(Findings findings, Map<String, String> values) {
    this.findings = findings;
    this.values = values;
  }

  List<Block> blocks() {
    return top;
  }

  void read(Path file) {
    include(file, 0);
    closeAll("the end of " + file);
  }

  private void include(Path file, int depth) {
    SourceText.read(file, findings).ifPresent(text -> lines(file, text, depth));
  }

  private void lines(Path file, String text, int depth) {
    List<KeywordToken> pending = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int number = i + 1;
      KeepalivedWords.Line line = KeepalivedWords.split(lines[i]);
      line.mistake()
          .ifPresent(mistake -> findings.problem(new ConfigProblem(file + ":" + number, mistake)));
      line.tokens().forEach(token -> pending.add(new KeywordToken(token, number)));
      if (!line.continued() && !pending.isEmpty()) {
        statements(file, pending, depth);
        pending.clear();
      }
    }
  }

  /** A token and its line, which may be one before the others when a line is continued. */
  private record KeywordToken(KeepalivedWords.Token token, int line) {}

  private void statements(Path file, List<KeywordToken> tokens, int depth) {
    List<String> words = new ArrayList<>();
    int line = tokens.get(0).line();
    for (KeywordToken each : tokens) {
      if (words.isEmpty()) {
        line = each.line();
      }
      if (!each.token().brace()) {
        words.add(each.token().text());
        continue;
      }
      if (!words.isEmpty()) {
        statement(file, new SourceLine(file.toString(), line, words), depth);
        words.clear();
      }
      brace(each.token().text(), new SourceLine(file.toString(), each.line(), List.of()));
    }
    if (!words.isEmpty()) {
      statement(file, new SourceLine(file.toString(), line, words), depth);
    }
  }

  private void brace(String brace, SourceLine line) {
    List<Block> siblings = open.isEmpty() ? top : open.peek().children();
    if (brace.equals("}")) {
      if (open.isEmpty()) {
        findings.problem(line.says("this '}' closes nothing; remove it"));
      } else {
        open.pop();
      }
    } else if (siblings.isEmpty() || siblings.get(siblings.size() - 1).opened()) {
      findings.problem(line.says("there is no keyword in front of this '{'"));
      Block nameless = new Block(new SourceLine(line.file(), line.number(), List.of("{")));
      open.push(nameless);
    } else {
      Block last = siblings.get(siblings.size() - 1);
      last.open();
      open.push(last);
    }
  }

  private void statement(Path file, SourceLine line, int depth) {
    String first = line.words().get(0);
    if (first.equals("include")) {
      includeAll(file, line, depth);
      return;
    }
    if (isForeign(line)) {
      return;
    }
    boolean block = KeywordTable.KEEPALIVED.find("top", line.words()).isPresent();
    if (block && !open.isEmpty() && !mayStandIn(open.peek(), first)) {
      closeAll("'" + String.join(" ", line.words()) + "' at " + line.location());
    }
    Block added = new Block(filled(line));
    (open.isEmpty() ? top : open.peek().children()).add(added);
  }

  /** track_process and track_file are blocks of the file and of a router. */
  private static boolean mayStandIn(Block parent, String keyword) {
    return keyword.startsWith("track_")
        || KeywordTable.KEEPALIVED.find(parent.keyword(), List.of(keyword)).isPresent();
  }

  private void closeAll(String before) {
    while (!open.isEmpty()) {
      Block block = open.pop();
      findings.problem(
          block
              .line()
              .says(
                  "'"
                      + String.join(" ", block.line().words())
                      + " {' is not closed: a '}' is missing before "
                      + before));
    }
  }

  private boolean isForeign(SourceLine line) {
    String first = line.words().get(0);
    if (first.startsWith("@")) {
      findings.problem(
          line.says(
              "'"
                  + first
                  + "' is not supported: conditions are not read; keep a file for each"
                  + " node"));
      return true;
    }
    if (first.startsWith("~")) {
      findings.problem(line.says("'" + first + "' is not supported: write out what it repeats"));
      return true;
    }
    for (String word : line.words()) {
      if (word.matches(".*\\$\\{?[A-Za-z_].*")) {
        findings.problem(
            line.says(
                "'" + word + "' is not supported: parameters are not replaced; write the value"));
        return true;
      }
    }
    return false;
  }

  private SourceLine filled(SourceLine line) {
    List<String> words = new ArrayList<>();
    for (String word : line.words()) {
      String name =
          word.startsWith("<") && word.endsWith(">") && word.length() > 2
              ? word.substring(1, word.length() - 1)
              : "";
      words.add(values.getOrDefault(name, word));
    }
    return new SourceLine(line.file(), line.number(), words);
  }

  private void includeAll(Path from, SourceLine line, int depth) {
    if (line.words().size() != 2 || depth >= DEEPEST_INCLUDE) {
      findings.problem(
          line.says(
              line.words().size() != 2
                  ? "'include' needs one file"
                  : "files include each other more than " + DEEPEST_INCLUDE + " deep"));
      return;
    }
    Path wanted = from.resolveSibling(line.words().get(1));
    Path folder = wanted.getParent() == null ? Path.of(".") : wanted.getParent();
    String name = String.valueOf(wanted.getFileName());
    if (!name.matches(".*[*?\\[{].*")) {
      if (!Files.isReadable(wanted)) {
        findings.problem(line.says("'" + wanted + "' cannot be read; does the file exist?"));
        return;
      }
      include(wanted, depth + 1);
      return;
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, name)) {
      all.forEach(found::add);
    } catch (IOException e) {
      findings.problem(line.says("'" + folder + "' cannot be read; does the folder exist?"));
    }
    found.stream().sorted().forEach(file -> include(file, depth + 1));
  }
}
