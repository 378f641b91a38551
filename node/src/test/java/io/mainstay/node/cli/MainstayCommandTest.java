package io.mainstay.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainstayCommandTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    return MainstayCommand.commandLine().setErr(new PrintWriter(err)).execute(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "help run", "help help", "--help", "run --help"})
  void shouldHelp(String line) {
    assertThat(MainstayCommand.execute(line.split(" ", -1))).isZero();
  }

  @Test
  void shouldTellErrorsAndWarningsOfAFileInTheOrderOfItsLines() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            global
              daemon
              nonsense
              spread-checks 5
            listen web
              bind 127.0.0.1:0
              http-request deny
              timeout client 1s
              timeout connect 1s
              timeout server 1s
              server one 127.0.0.1:1
            """);
    assertThat(execute("check", "--haproxy", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":2: warning: 'daemon' is left out"),
            line -> assertThat(line).isEqualTo(file + ":3: unknown keyword 'nonsense' in 'global'"),
            line -> assertThat(line).startsWith(file + ":4: warning: 'spread-checks' is left out"),
            line -> assertThat(line).startsWith(file + ":7: 'http-request' is not supported"));
  }

  @Test
  void shouldTellWarningsBesideWhatAPlugInRefuses() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            """
            mainstay.routers.vip {
              interface = lo, vrid = 1, addresses = [ "127.0.0.9" ]
              mover-settings { form = eternal }
              trackers.own.interface = lo
            }
            """);
    assertThat(execute("check", "-c", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":3: form must be auto"),
            line -> assertThat(line).startsWith(file + ":4: warning: mainstay.routers.vip.tr"));
  }
}
