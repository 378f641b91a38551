package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.accesslog.Facility;
import io.mainstay.node.accesslog.LineHeader;
import io.mainstay.node.accesslog.LogFormat;
import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.SessionRule;
import io.mainstay.node.log.FrontendLog;
import io.mainstay.node.log.LogConfig;
import io.mainstay.node.log.TargetConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogReaderTest {
  private static final String FILE =
      """
      mainstay {
        log { LOG }
        frontends.web { bind = "127.0.0.1:0", default-backend = app
          FRONTEND
        }
        backends.app { servers { web1 = "127.0.0.1:1" }, check = none
          BACKEND
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  private static NodeConfig read(String log, String frontend, String backend)
      throws InvalidConfigException {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(
            FILE.replace("LOG", log).replace("FRONTEND", frontend).replace("BACKEND", backend),
            "node.conf");
  }

  private static List<String> problems(String log, String frontend) {
    try {
      read(log, frontend, "");
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void shouldLogNothingByDefault() throws Exception {
    LogConfig log = read("", "", "").log();
    assertThat(log.targets()).isEmpty();
    assertThat(log.frontends()).isEmpty();
    assertThat(log.checks()).isEmpty();
  }

  @Test
  void shouldReadTargetsAndWhatFrontendsSendThere() throws Exception {
    Path file = folder.resolve("access.log");
    LogConfig log =
        read(
                """
                tag = lb, host = lb1, queue = 100
                targets.out = stdout
                targets.file { to = "file:FILE", max-bytes = 80 }
                targets.json { to = "file:FILE", format = json }
                targets.far { to = "udp://127.0.0.1", facility = local7, level = info, min-level = err }
                targets.near { to = "unix:/dev/log", header = rfc5424 }
                """
                    .replace("FILE", file.toString()),
                "log { targets = [ out, far ], dont-log-null = true, separate-errors = true }",
                "log-health-checks = true")
            .log();
    assertThat(log.tag()).isEqualTo("lb");
    assertThat(log.host()).isEqualTo("lb1");
    assertThat(log.queueLines()).isEqualTo(100);
    assertThat(log.targets())
        .containsExactlyInAnyOrder(
            target("out", new TargetConfig.Stdout(), LogFormat.HTTP, LineHeader.RAW, 4096),
            target("file", new TargetConfig.File(file), LogFormat.HTTP, LineHeader.FILE, 80),
            target("json", new TargetConfig.File(file), LogFormat.JSON, LineHeader.RAW, 4096),
            target(
                "near",
                new TargetConfig.Unix(Path.of("/dev/log")),
                LogFormat.HTTP,
                LineHeader.RFC5424,
                4096),
            new TargetConfig(
                "far",
                new TargetConfig.Udp(
                    new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 514)),
                LogFormat.HTTP,
                LineHeader.RFC3164,
                Facility.LOCAL7,
                LogLevel.INFO,
                LogLevel.ERR,
                4096));
    assertThat(log.frontends())
        .containsEntry(
            "web", new FrontendLog(Set.of("out", "far"), new SessionRule(true, false, true)));
    assertThat(log.checks()).containsExactly("app");
  }

  private static TargetConfig target(
      String name, TargetConfig.Place place, LogFormat format, LineHeader header, int maxBytes) {
    return new TargetConfig(
        name, place, format, header, Facility.LOCAL0, LogLevel.DEBUG, LogLevel.EMERG, maxBytes);
  }

  @Test
  void shouldSendAllFrontendsToAllTargetsUnlessTheySayOtherwise() throws Exception {
    String targets = "targets { a = stdout, b = stderr }";
    assertThat(read(targets, "", "").log().frontends())
        .containsEntry("web", new FrontendLog(Set.of("a", "b"), SessionRule.ALL));
    assertThat(read(targets, "log.targets = []", "").log().frontends()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "targets.a = syslog | log.targets.a.to must be stdout, stderr, file:/PATH",
        "targets.a = \"file:access.log\" | log.targets.a.to needs a path that begins with /",
        "targets.a = \"file:/no/where/a.log\" | log.targets.a.to cannot be made: there is no folder"
            + " /no/where",
        "targets.a = \"file:/dev\" | log.targets.a.to /dev is no file",
        "targets.a = \"tcp://127.0.0.1:x\" | log.targets.a.to '127.0.0.1:x:514' is not an address",
        "targets.a { to = stdout, format = clf } | log.targets.a.format must be one of http, tcp,"
            + " json, not 'clf'",
        "targets.a { to = stdout, facility = local8 } | log.targets.a.facility must be one of kern",
        "targets.a { to = stdout, fromat = tcp } | unknown key 'mainstay.log.targets.a.fromat'; did"
            + " you mean 'format'?",
        "tag = \"a b\" | log.tag must be 1 to 32 visible characters without blanks"
      })
  void shouldRefuseWithPlaceAndCure(String log, String problem) {
    assertThat(problems(log, "")).singleElement().asString().contains(problem.strip());
  }

  @Test
  void shouldSayWhichTargetsThereAre() {
    assertThat(problems("", "log.targets = [ out ]"))
        .singleElement()
        .asString()
        .contains("names no target of the log: 'out'; there are none: write log.targets.out");
    assertThat(problems("targets.file = stdout", "log.targets = [ flie ]"))
        .singleElement()
        .asString()
        .contains("did you mean 'file'?");
  }

  @Test
  void shouldRefuseAFifoForAFile() throws Exception {
    Path fifo = folder.resolve("access.log");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    assertThat(problems("targets.a = \"file:" + fifo + "\"", ""))
        .containsExactly(
            "node.conf:2: mainstay.log.targets.a.to "
                + fifo
                + " is a FIFO, and a log would wait for whoever reads it; name a file, or have its"
                + " reader read stdout");
  }

  @Test
  void shouldTakeDevicesForFilesAndWhatIsOpenAlready() throws Exception {
    String targets =
        """
        targets.a = "file:/dev/stdout"
        targets.b = "file:/dev/stderr"
        targets.c = "file:/dev/null"
        targets.d = "file:/dev/zero"
        """;
    assertThat(read(targets, "", "").log().targets())
        .extracting(TargetConfig::place)
        .containsExactlyInAnyOrder(
            new TargetConfig.Stdout(),
            new TargetConfig.Stderr(),
            new TargetConfig.File(Path.of("/dev/null")),
            new TargetConfig.File(Path.of("/dev/zero")));
  }

  @Test
  void shouldTakeAFileThatIsThere() throws Exception {
    Path file = Files.createFile(folder.resolve("there.log"));
    assertThat(problems("targets.a = \"file:" + file + "\"", "")).isEmpty();
  }
}
