package io.mainstay.vip.digitalocean;

import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VipPolicy;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the mover {@code digitalocean}: reserved IPs, which the DigitalOcean API assigns to one
 * droplet or another. {@link DigitalOceanSettings} has the settings. Needs a token that may read
 * and update reserved IPs and read droplets.
 *
 * <p>All movers of a factory share one HTTP client. Each has a thread of its own for its decisions;
 * it ends with the mover.
 */
public final class DigitalOceanVipMoverFactory implements VipMoverFactory {

  private static final Logger LOG = LoggerFactory.getLogger(DigitalOceanVipMoverFactory.class);

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);

  /** An assignment takes seconds, and waiting for a rate limit up to a minute. */
  private static final VipPolicy POLICY =
      new VipPolicy(
          Duration.ofSeconds(90),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));

  private final Function<String, Optional<String>> environment;
  private final Object clientLock = new Object();
  private @Nullable HttpClient client;

  /** A factory that finds a token in this process's environment when the settings have none. */
  public DigitalOceanVipMoverFactory() {
    this(name -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * A factory for one environment.
   *
   * @param environment a variable's value by its name
   */
  DigitalOceanVipMoverFactory(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  @Override
  public void check(Map<String, String> settings) {
    DigitalOceanSettings.parse(settings, environment);
  }

  /** All but the token itself. */
  @Override
  public Set<String> plainSettings() {
    return DigitalOceanSettings.PLAIN;
  }

  @Override
  public VipPolicy policy() {
    return POLICY;
  }

  @Override
  public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
    DigitalOceanSettings parsed = DigitalOceanSettings.parse(settings, environment);
    DropletMetadata metadata = new DropletMetadata(parsed.metadata());
    long droplet = droplet(parsed, metadata);
    HostGuard guard = guard(addresses, parsed, metadata);
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, DigitalOceanVipMoverFactory::thread);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    SerialScheduler scheduler = SerialScheduler.on(executor);
    ApiClient api =
        new ApiClient(
            new HttpTransport(client(), parsed.api(), parsed.token(), RESPONSE_TIMEOUT),
            new ApiAnswerReader(parsed.token()),
            new RequestBudget(parsed.requestsPerMinute()),
            new PollPace(new SplittableRandom()),
            scheduler,
            InstantSource.system());
    return new DigitalOceanVipMover(
        addresses, parsed, droplet, guard, api, scheduler, executor::shutdown);
  }

  private static long droplet(DigitalOceanSettings settings, DropletMetadata metadata) {
    if (settings.dropletId().isPresent()) {
      return settings.dropletId().getAsLong();
    }
    try {
      return metadata.dropletId();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "digitalocean mover: this host's droplet is not known, because the metadata service at "
              + settings.metadata()
              + " does not tell ("
              + e.getMessage()
              + "); set droplet-id",
          e);
    }
  }

  /** The reserved IPv4 address arrives at the anchor, which a mover before this one binds. */
  @Override
  public Map<VirtualAddress, VirtualAddress> arriving(
      List<VirtualAddress> addresses, Map<String, String> settings) {
    DigitalOceanSettings parsed = DigitalOceanSettings.parse(settings, environment);
    Map<VirtualAddress, VirtualAddress> arriving = new LinkedHashMap<>();
    anchor(addresses, parsed, new DropletMetadata(parsed.metadata()))
        .ifPresent(
            anchor ->
                addresses.stream()
                    .filter(each -> each.address() instanceof Inet4Address)
                    .forEach(each -> arriving.put(each, anchor.on(each.interfaceName()))));
    return arriving;
  }

  private static HostGuard guard(
      List<VirtualAddress> addresses, DigitalOceanSettings settings, DropletMetadata metadata) {
    return anchor(addresses, settings, metadata).map(HostGuard::wanting).orElse(HostGuard.NONE);
  }

  /** Empty where there is none, or where it is nobody's business. */
  private static Optional<Anchor> anchor(
      List<VirtualAddress> addresses, DigitalOceanSettings settings, DropletMetadata metadata) {
    boolean ipv4 = addresses.stream().anyMatch(each -> each.address() instanceof Inet4Address);
    if (!ipv4 || settings.anchor() == AnchorCheck.IGNORE) {
      return Optional.empty();
    }
    if (settings.anchorAddress().isPresent()) {
      return settings.anchorAddress();
    }
    try {
      return metadata.anchor();
    } catch (IOException e) {
      LOG.warn(
          "digitalocean: the anchor address is not known, so it is neither bound nor checked: {};"
              + " set anchor to the address",
          e.getMessage());
      return Optional.empty();
    }
  }

  private HttpClient client() {
    synchronized (clientLock) {
      HttpClient known = client;
      if (known == null) {
        known = HttpTransport.client();
        client = known;
      }
      return known;
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mainstay-vip-digitalocean");
    thread.setDaemon(true);
    return thread;
  }
}
