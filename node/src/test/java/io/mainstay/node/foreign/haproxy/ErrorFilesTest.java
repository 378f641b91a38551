package io.mainstay.node.foreign.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void shouldOpenNoFileInTcpModeAndTellOnlyOfItsOwnLines() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode tcp
              timeout connect 5s
              timeout client 10s
              timeout server 10s
              errorfile 503 /there/is/none
            listen app
              bind 127.0.0.1:18601
              errorfile 504 /there/is/none
              server a 127.0.0.1:9101
            """);

    NodeConfig config =
        new NodeConfigReader(HostResolver.SYSTEM)
            .read(List.of(new HaproxyReader(Map.of()).read(List.of(file))));

    assertThat(config.proxy().frontends().get(0).ownAnswers().byStatus()).isEmpty();
    assertThat(config.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.toString())
                    .contains("haproxy.cfg:9: 'errorfile' means nothing in mode tcp"));
  }
}
