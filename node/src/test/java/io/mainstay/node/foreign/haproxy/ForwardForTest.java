package io.mainstay.node.foreign.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardForTest {
  @TempDir private Path folder = Path.of("");

  private ConfigSource source(String defaults, String frontend, String backend) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            String.join(
                "\n",
                "defaults",
                "  mode http",
                "  timeout client 5s",
                "  timeout server 5s",
                "  timeout connect 5s",
                "  " + defaults,
                "frontend web",
                "  bind 127.0.0.1:8080",
                "  default_backend app",
                "  " + frontend,
                "backend app",
                "  server web1 127.0.0.1:81",
                "  " + backend,
                ""));
    return new HaproxyReader(Map.of()).read(List.of(file));
  }

  private Frontend frontend(String defaults, String frontend, String backend) throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .read(List.of(source(defaults, frontend, backend)))
        .proxy()
        .frontends()
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.0.0.0/255.0.0.0, 10.0.0.0/8",
    "192.0.2.1/255.255.255.255, 192.0.2.1/32",
    "0.0.0.0/0.0.0.0, 0.0.0.0/0",
    "127.0.0.1, 127.0.0.1/32",
    "2001:db8::/32, 2001:db8::/32"
  })
  void shouldExceptWhomHaproxyWouldExcept(String written, String range) throws Exception {
    Frontend read = frontend("option forwardfor except " + written, "", "");
    assertThat(read.forwardedFor()).isEqualTo(ForwardedFor.APPEND);
    assertThat(read.forwardedForExcept()).containsExactly(AddressRange.parse(range));
  }

  @Test
  void shouldAskFrontendAndBackend() throws Exception {
    assertThat(
            frontend(
                    "",
                    "option forwardfor except 10.0.0.0/8",
                    "option forwardfor except 192.168.0.0/16")
                .forwardedForExcept())
        .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("192.168.0.0/16"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"header X-Client", "if-none", "except", "except 10.0.0.0/8 if-none"})
  void shouldRefuseWhatItCannotDo(String words) throws Exception {
    assertThat(source("option forwardfor " + words, "", "").findings().problems())
        .singleElement()
        .asString()
        .contains("haproxy.cfg:6: 'option forwardfor " + words + "' is not supported");
  }
}
