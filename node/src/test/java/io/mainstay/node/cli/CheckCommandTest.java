package io.mainstay.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(Path file) {
    return new CommandLine(new CheckCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("-c", file.toString());
  }

  @Test
  void shouldPrintWarningsApartFromTheConfigurationAndStillPass() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            """
            mainstay.routers.vip {
              interface = lo, vrid = 1, addresses = [ "10.0.0.9" ], mover = none
              trackers.own.interface = lo
            }
            """);

    assertThat(check(file)).isZero();
    assertThat(err.toString().lines())
        .containsExactly(
            file
                + ":3: warning: mainstay.routers.vip.trackers.own watches the router's own interface,"
                + " which is followed anyway: without it the router is in fault",
            "OK: 0 frontends, 0 backends, 1 router");
    assertThat(out.toString()).startsWith("mainstay {").doesNotContain("warning");
  }

  @Test
  void shouldJudgeTheMoversSettingsToo() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            """
            mainstay.routers.vip {
              interface = none0, vrid = 1, addresses = [ "10.0.0.9" ]
              mover-settings { form = eternal }
            }
            """);

    assertThat(check(file)).isNotZero();
    assertThat(err.toString())
        .contains(file + ":3: form must be auto, process-bound, leased or permanent, not eternal");
    assertThat(out.toString()).isEmpty();
  }
}
