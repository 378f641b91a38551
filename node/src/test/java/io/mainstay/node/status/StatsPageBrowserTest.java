package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstay.node.config.StatusListener;
import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: Debian's chromium. */
@Tag("root")
class StatsPageBrowserTest {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final int LIGHT = 0xfff6f7f9;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder = Path.of("");
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(BROWSER), "needs " + BROWSER + ": apt-get install chromium");
    StatusListener listener =
        new StatusListener(
            "status", List.of(), "/stats", List.of(), Duration.ofHours(1), "a", Set.of());
    server =
        StatusServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new StatusAnswers(
                listener, () -> Snapshots.named(StatsPageTest.EVIL, StatsPageTest.EVIL)));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** What the browser writes to its output. */
  private String browse(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(BROWSER.toString(), "--headless"));
    command.addAll(
        List.of("--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(options));
    command.add("http://127.0.0.1:" + server.address().getPort() + "/stats");
    Path output = folder.resolve("output");
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      assertThat(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Test
  void shouldRunNothingThatANameOrAServerSays() throws Exception {
    String seen = browse("--dump-dom");

    assertThat(seen)
        .contains("<title>Mainstay on a</title>")
        .contains("L4CON")
        .contains("&lt;script&gt;document.title=")
        .doesNotContain("<script");
  }

  @Test
  void shouldShowTheStyleThatItsPolicyAllows() throws Exception {
    Path picture = folder.resolve("page.png");

    browse("--screenshot=" + picture, "--window-size=1600,1000", "--hide-scrollbars");

    BufferedImage seen = ImageIO.read(picture.toFile());
    assertThat(seen.getRGB(2, 2)).isEqualTo(LIGHT);
  }
}
