package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metadata service as a server on loopback. */
class DropletMetadataTest {

  private static final String ID = "/metadata/v1/id";
  private static final String ANCHOR = "/metadata/v1/interfaces/public/0/anchor_ipv4/";
  private static final String TOKEN = "not-a-real-token";

  /** Nobody's, from the block for documentation. */
  private static final String NOT_HERE = "192.0.2.7";

  private final Map<String, String> values = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String value = values.get(exchange.getRequestURI().getPath());
          byte[] body = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(value == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private VipMover create(String... settings) throws Exception {
    Map<String, String> written =
        new HashMap<>(
            Map.of("token", TOKEN, "metadata-url", url(), "api-url", "http://127.0.0.1:1"));
    for (int i = 0; i < settings.length; i += 2) {
      written.put(settings[i], settings[i + 1]);
    }
    return new DigitalOceanVipMoverFactory(name -> Optional.empty())
        .create(List.of(address()), written);
  }

  private static VirtualAddress address() throws Exception {
    return new VirtualAddress(InetAddress.getByName(Rig.IP), 32, "eth0");
  }

  @Test
  @DisplayName("DO21 the droplet's number comes from the metadata service")
  void shouldAskForTheDroplet() throws Exception {
    values.put(ID, "2756294\n");
    assertThat(new DropletMetadata(server(url())).dropletId()).isEqualTo(2756294);
    create().close();
  }

  private static java.net.URI server(String url) {
    return java.net.URI.create(url);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,           /metadata/v1/id is not there",
        "<html>,      /metadata/v1/id is no droplet's number",
        "0,           /metadata/v1/id is no droplet's number",
        "'',          /metadata/v1/id is no droplet's number",
      })
  @DisplayName("DO21 a droplet that is not known is an error at the start that names the cure")
  void shouldNotStartWithoutADroplet(@org.jspecify.annotations.Nullable String id, String problem) {
    values.put(ID, id);
    assertThatThrownBy(this::create)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "digitalocean mover: this host's droplet is not known, because the metadata service at "
                + url()
                + " does not tell ("
                + problem
                + "); set droplet-id");
  }

  @Test
  @DisplayName("DO21 a metadata service that is not there is an error at the start, too")
  void shouldNotStartWithoutAMetadataService() throws Exception {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = "http://127.0.0.1:" + socket.getLocalPort();
    }
    assertThatThrownBy(() -> create("metadata-url", nobody))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not tell (/metadata/v1/id: ")
        .hasMessageEndingWith("set droplet-id")
        .hasMessageNotContaining(TOKEN);
    create("metadata-url", nobody, "droplet-id", "11").close();
  }

  @Test
  void shouldTellTheAnchor() throws Exception {
    DropletMetadata metadata = new DropletMetadata(server(url()));
    assertThat(metadata.anchor()).isEmpty();
    values.put(ANCHOR + "address", "10.17.0.5");
    values.put(ANCHOR + "netmask", "255.255.0.0");
    Anchor anchor = metadata.anchor().orElseThrow();
    assertThat(anchor).isEqualTo(new Anchor((Inet4Address) InetAddress.getByName("10.17.0.5"), 16));
    assertThat(anchor.on("eth0"))
        .isEqualTo(new VirtualAddress(InetAddress.getByName("10.17.0.5"), 16, "eth0"));
    values.put(ANCHOR + "address", "localhost");
    assertThatThrownBy(metadata::anchor).hasMessage(ANCHOR + "address is no IPv4 address");
  }

  private Map<VirtualAddress, VirtualAddress> arriving(String... settings) throws Exception {
    Map<String, String> written = new HashMap<>(Map.of("token", TOKEN, "metadata-url", url()));
    for (int i = 0; i < settings.length; i += 2) {
      written.put(settings[i], settings[i + 1]);
    }
    VirtualAddress ipv6 = new VirtualAddress(InetAddress.getByName("2001:db8::7"), 128, "eth0");
    return new DigitalOceanVipMoverFactory(name -> Optional.empty())
        .arriving(List.of(address(), ipv6), written);
  }

  @Test
  void shouldSayThatAnIpv4AddressArrivesAtTheAnchor() throws Exception {
    assertThat(arriving()).as("a droplet without an anchor").isEmpty();
    values.put(ANCHOR + "address", "10.17.0.5");
    values.put(ANCHOR + "netmask", "255.255.0.0");
    VirtualAddress anchor = new VirtualAddress(InetAddress.getByName("10.17.0.5"), 16, "eth0");
    assertThat(arriving()).isEqualTo(Map.of(address(), anchor));
    assertThat(arriving("anchor", "ignore")).isEmpty();
    VirtualAddress told = new VirtualAddress(InetAddress.getByName("10.99.0.1"), 20, "eth0");
    assertThat(arriving("anchor", "10.99.0.1/20")).isEqualTo(Map.of(address(), told));
  }

  @Test
  void shouldWantTheAnchorThatTheSettingsName() throws Exception {
    try (VipMover mover = create("droplet-id", "11", "anchor", NOT_HERE)) {
      assertThat(mover.acquire(address()).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isInstanceOf(VipOutcome.Refused.class);
    }
  }

  @Test
  void shouldRefuseWithoutTheAnchorOnThisHost() throws Exception {
    values.put(ANCHOR + "address", NOT_HERE);
    try (VipMover mover = create("droplet-id", "11")) {
      assertThat(mover.acquire(address()).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isEqualTo(
              new VipOutcome.Refused(
                  "the anchor address 192.0.2.7 is on no interface of this host, so nothing would"
                      + " arrive; bind it with mover = [ linux, digitalocean ], or set anchor = ignore"));
    }
    for (String[] fine : new String[][] {{"anchor", "ignore"}, {"anchor", "require"}}) {
      values.put(ANCHOR + "address", fine[1].equals("ignore") ? NOT_HERE : "127.0.0.1");
      try (VipMover mover = create("droplet-id", "11", fine[0], fine[1])) {
        assertThat(mover.acquire(address()).toCompletableFuture().get(30, TimeUnit.SECONDS))
            .isInstanceOf(VipOutcome.Failed.class); // it asks the API, which is not there
      }
    }
  }
}
