package io.mainstay.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks HAProxy and keepalived themselves what they think of the files beside these tests. */
@Tag("root")
class PeerAcceptsTest {
  @BeforeAll
  static void makeCertificates() throws Exception {
    ForeignFiles.makeCertificates();
    ForeignFiles.makeErrorFiles();
  }

  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path KEEPALIVED = Path.of("/usr/sbin/keepalived");

  static Stream<Path> accepted() throws IOException {
    return Stream.concat(
        ForeignFiles.in("haproxy/good").stream(), ForeignFiles.in("haproxy/unsupported").stream());
  }

  static Stream<Path> refused() throws IOException {
    return ForeignFiles.in("haproxy/bad").stream();
  }

  static Stream<Path> refusedByKeepalived() throws IOException {
    return ForeignFiles.in("keepalived/bad").stream();
  }

  /** What a command writes, and behind it its exit code. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + "exit " + process.waitFor();
  }

  private static void needs(Path program) {
    assumeTrue(Files.isExecutable(program), program + " is not here");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void shouldHaveOnlyFilesOfHaproxysOwnLanguage(Path file) throws Exception {
    needs(HAPROXY);
    assertThat(run(HAPROXY.toString(), "-c", "-f", file.toString())).endsWith("exit 0");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseWhatHaproxyRefuses(Path file) throws Exception {
    needs(HAPROXY);
    assertThat(run(HAPROXY.toString(), "-c", "-f", file.toString())).endsWith("exit 1");
  }

  @Test
  void shouldHaveOnlyFilesOfKeepalivedsOwnLanguage() throws Exception {
    needs(KEEPALIVED);
    for (Path file : ForeignFiles.in("keepalived/good")) {
      String judged =
          run(
              "unshare",
              "-n",
              "sh",
              "-c",
              "ip link add dummy0 type veth peer name dummy1 && ip link add dummy2 type veth peer"
                  + " name dummy3 && ip address add 192.0.2.1/24 dev dummy0 && exec "
                  + KEEPALIVED
                  + " -t -f "
                  + file);
      // 6: scripts run as root, which it does not like.
      assertThat(judged).doesNotContain("nknown").containsPattern("exit [06]$");
    }
  }

  @ParameterizedTest
  @MethodSource("refusedByKeepalived")
  void shouldRefuseWhatKeepalivedRefuses(Path file) throws Exception {
    needs(KEEPALIVED);
    assertThat(run(KEEPALIVED.toString(), "-t", "-f", file.toString())).doesNotEndWith("exit 0");
  }

  @Test
  void shouldKnowEveryKeywordThatHaproxyLists() throws Exception {
    needs(HAPROXY);
    String listed = run(HAPROXY.toString(), "-dKcfg", "-q", "-c", "-f", "/dev/null");
    List<String> unknown = new ArrayList<>();
    String section = "";
    for (String line : listed.lines().toList()) {
      if (!line.startsWith("\t")) {
        section = line.strip();
      } else if (section.equals("global") || section.equals("listen")) {
        addUnknown(section, List.of(line.strip().split(" ")), unknown);
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static void addUnknown(String section, List<String> words, List<String> unknown) {
    String first = words.get(0);
    if (first.equals("bind") || first.equals("server")) {
      List<String> parameter =
          words.stream()
              .skip(1)
              .filter(word -> !word.startsWith("<") && !word.startsWith("+"))
              .toList();
      List<String> own = parameter.size() > 1 ? parameter.subList(1, 2) : parameter;
      if (KeywordTable.HAPROXY.find(first, own).isEmpty()) {
        unknown.add(String.join(" ", words));
      }
      return;
    }
    boolean family =
        KeywordTable.HAPROXY.keywords().stream()
            .anyMatch(
                keyword ->
                    keyword.sections().contains(section) && keyword.words().get(0).equals(first));
    boolean known =
        first.equals("option")
            ? KeywordTable.HAPROXY.find(section, words).isPresent()
            : family || KeywordTable.HAPROXY.find(section, words).isPresent();
    if (!known) {
      unknown.add(String.join(" ", words));
    }
  }
}
