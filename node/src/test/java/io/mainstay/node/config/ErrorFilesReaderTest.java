package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.OwnAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ErrorFilesReaderTest {
  private static final String RESPONSE = "HTTP/1.1 503 Sorry\r\n\r\nsorry";

  @TempDir private Path folder = Path.of("");

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static NodeConfig read(String text) throws InvalidConfigException {
    return new NodeConfigReader(HostResolver.SYSTEM).readText(text, "node.conf");
  }

  private static List<String> problems(String text) {
    try {
      read(text);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void shouldReadFilesOfFrontendsAndBackendsAndOfTheirDefaults() throws Exception {
    OwnAnswer sorry = OwnAnswer.parse(RESPONSE.getBytes(StandardCharsets.UTF_8));
    NodeConfig config =
        read(
            """
            mainstay.defaults.frontend.error-files { 400 = "SORRY", 503 = "SORRY" }
            mainstay.frontends.web {
              bind = "127.0.0.1:8080", default-backend = app, error-files { 503 = "/dev/null" }
            }
            mainstay.backends.app { servers { s = "127.0.0.1:8081" }, error-files { 504 = "SORRY" } }
            """
                .replace("SORRY", file("sorry.http", RESPONSE)));

    Map<Integer, OwnAnswer> web = config.proxy().frontends().get(0).ownAnswers().byStatus();
    OwnAnswer silence = OwnAnswer.parse(new byte[0]);
    assertThat(web).isEqualTo(Map.of(400, sorry, 503, silence));
    assertThat(config.proxy().backends().get(0).ownAnswers().byStatus())
        .isEqualTo(Map.of(504, sorry));
  }

  @Test
  void shouldTellWhatIsWrongOncePerLine() {
    assertThat(
            problems(
                """
                mainstay.defaults.frontend.error-files {
                  503 = "/there/is/none"
                }
                mainstay.frontends.a { bind = "127.0.0.1:8080", default-backend = app }
                mainstay.frontends.b { bind = "127.0.0.1:8082", default-backend = app }
                mainstay.backends.app {
                  servers { s = "127.0.0.1:8081" }
                  error-files { 402 = "/dev/null", 504 = "/dev/zero", "50x" = "/dev/null" }
                }
                """))
        .hasSize(4)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "node.conf:2: mainstay.frontends.a.error-files.503 cannot be used:"
                            + " /there/is/none: there is no such file; mend its name"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("node.conf:8: mainstay.backends.app.error-files.402 is no status"))
        .anySatisfy(
            problem ->
                assertThat(problem).contains("/dev/zero: is longer than 65536 bytes; shorten it"))
        .anySatisfy(problem -> assertThat(problem).contains("error-files.50x is no status"));
  }

  @Test
  @Timeout(10)
  void shouldWaitForNobodyWhoWritesIntoPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(
            problems(
                """
                mainstay.frontends.a { bind = "127.0.0.1:8080", default-backend = app }
                mainstay.backends.app {
                  servers { s = "127.0.0.1:8081" }, error-files { 503 = "PIPE" }
                }
                """
                    .replace("PIPE", pipe.toString())))
        .singleElement()
        .asString()
        .endsWith(pipe + ": is a pipe, which may never end; take a file");
  }
}
