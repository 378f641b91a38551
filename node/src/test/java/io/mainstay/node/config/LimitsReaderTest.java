package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.proxy.Forwarded;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.http1.HttpLimits;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsReaderTest {
  private static final String SMALLEST =
      """
      mainstay.frontends.web { bind = "*:80", default-backend = app, forwarded = append }
      mainstay.backends.app { check = none, servers { web1 = "10.42.0.3:80" } }
      """;

  private static NodeConfig read(String limits) throws InvalidConfigException {
    return new NodeConfigReader(InetAddress::getByName)
        .readText(SMALLEST + "mainstay.proxy.limits { " + limits + " }\n", "node.conf");
  }

  private static int maxConn(String more) throws InvalidConfigException {
    NodeConfig config =
        new NodeConfigReader(InetAddress::getByName).readText(SMALLEST + more, "node.conf");
    return config.proxy().frontends().get(0).maxConn();
  }

  @Test
  void shouldHaveTheDefaultsOfTheLibrary() throws Exception {
    assertThat(read("").proxy().limits()).isEqualTo(ProxyLimits.defaults());
    assertThat(read("").proxy().frontends().get(0).forwarded()).isEqualTo(Forwarded.APPEND);
  }

  @Test
  void shouldReadEveryLimit() throws Exception {
    HttpLimits http = new HttpLimits(31, 101, 102, 103, 104, 105, 1L << 40, 106, 107, 108, 109, 9);
    ProxyLimits all = new ProxyLimits(http, 201, 202, 5000, 204, 205, 206, 5001);
    assertThat(
            read("""
                method-bytes = 31, target-bytes = 101, fields-bytes = 102, field-count = 103
                name-bytes = 104, value-bytes = 105, body-bytes = 1099511627776
                chunk-extension-bytes = 106, trailer-bytes = 107, trailer-count = 108
                chunk-overhead-bytes = 109, via-hops = 9, connections = 201, idle-per-server = 202
                receive-buffer-bytes = 5000, connections-per-address = 204
                requests-per-connection = 205, body-bytes-per-second = 206, read-ahead-bytes = 5001
                """)
                .proxy()
                .limits())
        .isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({
    "method-bytes, 6",
    "target-bytes, 0",
    "fields-bytes, 63",
    "field-count, 0",
    "name-bytes, 31",
    "value-bytes, 0",
    "body-bytes, -1",
    "chunk-extension-bytes, -1",
    "trailer-bytes, -1",
    "trailer-count, -1",
    "chunk-overhead-bytes, -1",
    "via-hops, -1",
    "connections, 0",
    "idle-per-server, -1",
    "receive-buffer-bytes, 4095",
    "connections-per-address, -1",
    "requests-per-connection, 0",
    "body-bytes-per-second, -1",
    "read-ahead-bytes, 1023"
  })
  void shouldRefuseALimitWithWhichNothingCouldBeServed(String key, String value) {
    assertThatThrownBy(() -> read(key + " = " + value))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("mainstay.proxy.limits." + key + " must be a whole number from");
  }

  @Test
  void shouldLimitAFrontendOnItsOwn() throws Exception {
    assertThat(maxConn("")).isZero();
    assertThat(maxConn("mainstay.defaults.frontend.maxconn = 50")).isEqualTo(50);
    assertThatThrownBy(() -> maxConn("mainstay.frontends.web.maxconn = -1"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("mainstay.frontends.web.maxconn must be a whole number from 0");
  }
}
