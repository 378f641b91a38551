package io.mainstay.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the files beside this test; a line {@code #: 3: message} says what must be told of them.
 */
class ForeignCorpusTest {
  @BeforeAll
  static void makeCertificates() throws Exception {
    ForeignFiles.makeCertificates();
    ForeignFiles.makeErrorFiles();
  }

  static Stream<Path> good() throws IOException {
    return Stream.concat(
        ForeignFiles.in("haproxy/good").stream(), ForeignFiles.in("keepalived/good").stream());
  }

  static Stream<Path> refused() throws IOException {
    return Stream.of(
            "haproxy/bad", "haproxy/unsupported", "keepalived/bad", "keepalived/unsupported")
        .flatMap(ForeignCorpusTest::list);
  }

  private static Stream<Path> list(String folder) {
    try {
      return ForeignFiles.in(folder).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void shouldMeanTheSameWhenConverted(Path file) throws Exception {
    ConfigSource source = ForeignFiles.read(file);
    NodeConfig config = ForeignFiles.config(source);

    NodeConfig converted =
        ForeignFiles.reader().readText(CommentedHocon.of(source.tree()), "converted.conf");

    assertThat(converted)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*[lL]ocation", "warnings")
        .isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldTellEveryMistakeWithItsLine(Path file) throws Exception {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("#: "))
            .map(line -> file + ":" + line.substring(3))
            .toList();
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class, () -> ForeignFiles.config(ForeignFiles.read(file)));

    List<String> told =
        refused.problems().stream()
            .map(problem -> problem.toString().replace(file.getParent() + "/", ""))
            .toList();
    List<String> wanted =
        expected.stream().map(line -> line.replace(file.getParent() + "/", "")).toList();
    for (String line : wanted) {
      assertThat(told).anySatisfy(each -> assertThat(each).contains(message(line)));
      assertThat(told)
          .anySatisfy(each -> assertThat(each).startsWith(place(line)).contains(message(line)));
    }
    assertThat(told).hasSameSizeAs(wanted);
  }

  private static String place(String line) {
    return line.replaceFirst("^([^:]+:[0-9]+: ).*", "$1");
  }

  private static String message(String line) {
    return line.replaceFirst("^[^:]+:[0-9]+: ", "");
  }

  @Test
  void shouldHaveEveryHonouredKeywordInAFile() throws Exception {
    assertThat(missing(KeywordTable.HAPROXY, "haproxy/good", Set.of("resetenv", "init-state")))
        .isEmpty();
    assertThat(missing(KeywordTable.KEEPALIVED, "keepalived/good", Set.of())).isEmpty();
  }

  private static Set<String> missing(KeywordTable table, String folder, Set<String> newer)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : ForeignFiles.in(folder)) {
      text.append(Files.readString(file));
    }
    Set<String> words = new HashSet<>();
    String all = " " + text.toString().replaceAll("[\\s{}]+", " ") + " ";
    for (Keyword keyword : table.keywords()) {
      if (keyword.state() == KeywordState.HONOURED && !all.contains(" " + keyword.name() + " ")) {
        words.add(keyword.name());
      }
    }
    words.removeAll(newer);
    return words.stream().sorted().collect(Collectors.toSet());
  }
}
