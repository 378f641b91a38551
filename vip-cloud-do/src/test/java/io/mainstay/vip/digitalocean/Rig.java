package io.mainstay.vip.digitalocean;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A mover, a real HTTP server on loopback that plays the API, and virtual time. */
final class Rig implements AutoCloseable {

  static final String TOKEN = "dop_v1_0123456789abcdef";
  static final String IP = "203.0.113.7";
  static final String IPV6 = "2001:db8:0:14::42c3:d000";
  static final long SELF = 11;
  static final long OTHER = 22;

  /** Long enough for any machine; tests of silence bring a shorter one. */
  static final Duration PATIENT = Duration.ofSeconds(30);

  final VirtualTime time = new VirtualTime();
  final ApiModel model = new ApiModel(TOKEN).droplets(SELF, OTHER);
  final ApiServer server;
  final HttpClient client = HttpTransport.client();
  final DigitalOceanVipMover mover;
  final VirtualAddress address;
  private final String ip;

  /** A world in which that droplet has the IPv4 address. */
  static Rig heldBy(long droplet, String... settings) throws IOException {
    return new Rig(IP, droplet, PATIENT, settings);
  }

  Rig(String ip, long droplet, Duration timeout, String... settings) throws IOException {
    this.ip = ip;
    model.ip(ip, droplet);
    server = new ApiServer(model, time::nowNanos);
    address = new VirtualAddress(InetAddress.getByName(ip), ip.contains(":") ? 128 : 32, "eth0");
    mover = mover(SELF, server.url(), timeout, settings);
  }

  /** Another mover in the same world, or one that goes elsewhere. */
  DigitalOceanVipMover mover(long droplet, URI url, Duration timeout, String... settings) {
    DigitalOceanSettings parsed = settings(url, settings);
    ApiTransport transport =
        time.waitingFor(new HttpTransport(client, parsed.api(), parsed.token(), timeout));
    return mover(droplet, parsed, transport);
  }

  DigitalOceanVipMover mover(long droplet, DigitalOceanSettings settings, ApiTransport transport) {
    ApiClient api =
        new ApiClient(
            transport,
            new ApiAnswerReader(settings.token()),
            new RequestBudget(settings.requestsPerMinute()),
            new PollPace(new SplittableRandom(droplet)),
            time,
            time);
    return new DigitalOceanVipMover(
        List.of(address), settings, droplet, HostGuard.NONE, api, time, () -> {});
  }

  static DigitalOceanSettings settings(URI url, String... settings) {
    Map<String, String> written = new HashMap<>();
    written.put("token", TOKEN);
    written.put("api-url", url.toString());
    for (int i = 0; i < settings.length; i += 2) {
      written.put(settings[i], settings[i + 1]);
    }
    return DigitalOceanSettings.parse(written, name -> Optional.empty());
  }

  VipOutcome acquire() throws InterruptedException {
    return time.await(mover.acquire(address));
  }

  VipOutcome release() throws InterruptedException {
    return time.await(mover.release(address));
  }

  VipHolder inspect() throws InterruptedException {
    return time.await(mover.inspect(address));
  }

  /** Who has it by the model. */
  @Nullable Long holder() {
    return model.holder(ip, time.nowNanos());
  }

  /** The address's own path. */
  static String path() {
    return "/v2/reserved_ips/" + IP;
  }

  @Override
  public void close() {
    server.close();
  }
}
