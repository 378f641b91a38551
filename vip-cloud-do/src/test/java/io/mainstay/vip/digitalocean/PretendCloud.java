package io.mainstay.vip.digitalocean;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The model as a program, for nodes in network namespaces that are configured as for the real
 * cloud: the API over TLS, and the metadata service, which knows droplets by their address. Prints
 * each request that came to the API, and where the address is now.
 *
 * <pre>
 * PretendCloud API-ADDRESS METADATA-ADDRESS KEY-STORE PASSWORD TOKEN-FILE RESERVED-IP DROPLET...
 * </pre>
 *
 * <p>A droplet is {@code number=address=anchor/netmask}; the first one has the reserved IP. The API
 * has port 443, the metadata service port 80.
 */
public final class PretendCloud {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final long LOOK_MILLIS = 50;
  private static final String METADATA = "/metadata/v1/";
  private static final String ANCHOR = METADATA + "interfaces/public/0/anchor_ipv4/";

  private final ApiModel model;
  private final String ip;
  private final long startNanos = System.nanoTime();
  private final PrintStream out;
  private int printed;
  private @Nullable Long holder;

  private PretendCloud(ApiModel model, String ip, PrintStream out) {
    this.model = model;
    this.ip = ip;
    this.out = out;
  }

  private record Droplet(long id, String address, String anchor, String netmask) {
    static Droplet of(String text) {
      String[] parts = text.split("[=/]", -1);
      return new Droplet(Long.parseLong(parts[0]), parts[1], parts[2], parts[3]);
    }

    Map<String, String> metadata() {
      return Map.of(
          METADATA + "id",
          Long.toString(id),
          ANCHOR + "address",
          anchor,
          ANCHOR + "netmask",
          netmask);
    }
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws Exception {
    List<Droplet> droplets = List.of(args).stream().skip(6).map(Droplet::of).toList();
    ApiModel model = new ApiModel(Files.readString(Path.of(args[4])).strip());
    droplets.forEach(each -> model.droplets(each.id));
    model.ip(args[5], droplets.get(0).id);
    PretendCloud cloud = new PretendCloud(model, args[5], System.out);
    HttpsServer api = HttpsServer.create(new InetSocketAddress(args[0], HTTPS), 0);
    api.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[2]), args[3])));
    ApiServer server = new ApiServer(api, model, cloud::nowNanos);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    metadata(args[1], droplets);
    cloud.watch();
  }

  private static SSLContext tls(Path keyStore, String password)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, password.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void metadata(String address, List<Droplet> droplets) throws IOException {
    Map<String, Map<String, String>> byAddress = new HashMap<>();
    droplets.forEach(each -> byAddress.put(each.address, each.metadata()));
    HttpServer server = HttpServer.create(new InetSocketAddress(address, HTTP), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> tell(exchange, byAddress));
    server.start();
  }

  private static void tell(HttpExchange exchange, Map<String, Map<String, String>> byAddress)
      throws IOException {
    String asker = exchange.getRemoteAddress().getAddress().getHostAddress();
    String value = byAddress.getOrDefault(asker, Map.of()).get(exchange.getRequestURI().getPath());
    byte[] body = String.valueOf(value).getBytes(StandardCharsets.US_ASCII);
    try (exchange) {
      exchange.sendResponseHeaders(value == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private long nowNanos() {
    return System.nanoTime() - startNanos;
  }

  private void watch() throws InterruptedException {
    while (true) {
      List<ApiModel.Seen> seen = model.seen();
      for (ApiModel.Seen each : seen.subList(printed, seen.size())) {
        out.println(each.method() + " " + each.path() + " " + each.body() + " -> " + each.status());
      }
      printed = seen.size();
      @Nullable Long now = model.holder(ip, nowNanos());
      if (!Objects.equals(now, holder)) {
        holder = now;
        out.println(ip + " is at droplet " + now);
      }
      out.flush();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
