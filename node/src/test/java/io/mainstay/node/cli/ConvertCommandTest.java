package io.mainstay.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new MainstayCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void shouldSayOfEachValueWhereItComesFromAndInFrontWhatIsLeftOut() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              log-format %ci
              timeout connect 5000
              timeout client 50000
              timeout server 50000
            listen web
              mode http
              bind :8080
              server a not-known-here:80
            """);

    assertThat(run("convert", "--haproxy", file.toString())).isZero();
    assertThat(out.toString())
        .contains("# " + file + ":2: 'log-format' is left out")
        .containsPattern("bind = \\[ \"0.0.0.0:8080\" ] +# haproxy.cfg:8\n")
        .containsPattern("address = \"not-known-here:80\" +# haproxy.cfg:9\n");

    Path converted = Files.writeString(folder.resolve("node.conf"), out.toString());
    assertThat(run("convert", "-c", converted.toString())).isEqualTo(2);
  }

  @Test
  void shouldAskForAFile() {
    assertThat(run("convert")).isEqualTo(2);
    assertThat(run("check")).isEqualTo(2);
    assertThat(err.toString()).contains("name a configuration: -c FILE, --haproxy FILE");
  }
}
