package io.mainstay.vip.digitalocean;

import io.mainstay.vip.MoverSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The DigitalOcean mover's settings.
 *
 * @param token the API token ({@code token-file}, or {@code token}, or with neither the
 *     environment's DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN)
 * @param dropletId this node's droplet ({@code droplet-id}); empty to ask the metadata service
 * @param metadata the metadata service's base ({@code metadata-url}); http
 * @param anchor whether this host must have its anchor address ({@code anchor}: require or ignore)
 * @param anchorAddress that address, where the metadata service is not to be asked for it ({@code
 *     anchor} again)
 * @param api the API's base ({@code api-url}); https, or http on loopback for tests
 * @param endpoint which resource name is used ({@code endpoint})
 * @param onRelease what happens to the assignment on release ({@code on-release})
 * @param actionTimeout for how long an assignment is followed ({@code action-timeout}, 5s to 90s)
 * @param coolOff the least time between two assignments ({@code cool-off}, 0s to 300s)
 * @param requestsPerMinute the most requests in any minute, all addresses of the mover together
 *     ({@code requests-per-minute}, 10 to 250)
 */
public record DigitalOceanSettings(
    ApiToken token,
    OptionalLong dropletId,
    URI metadata,
    AnchorCheck anchor,
    Optional<Anchor> anchorAddress,
    URI api,
    Endpoint endpoint,
    OnRelease onRelease,
    Duration actionTimeout,
    Duration coolOff,
    int requestsPerMinute) {

  /** The public API. */
  public static final URI DEFAULT_API = URI.create("https://api.digitalocean.com");

  /** The settings that are no secret. */
  static final Set<String> PLAIN =
      Set.of(
          "action-timeout",
          "anchor",
          "api-url",
          "cool-off",
          "droplet-id",
          "endpoint",
          "metadata-url",
          "on-release",
          "requests-per-minute",
          "token-file");

  private static final Duration DEFAULT_ACTION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration SHORTEST_ACTION_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEFAULT_COOL_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_ACTION_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration LONGEST_COOL_OFF = Duration.ofMinutes(5);
  private static final int DEFAULT_REQUESTS = 60;
  private static final int FEWEST_REQUESTS = 10;
  private static final int MOST_REQUESTS = 250;
  private static final List<String> VARIABLES =
      List.of("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public DigitalOceanSettings {
    Objects.requireNonNull(token);
    Objects.requireNonNull(dropletId);
    Objects.requireNonNull(metadata);
    Objects.requireNonNull(anchor);
    Objects.requireNonNull(anchorAddress);
    Objects.requireNonNull(api);
    Objects.requireNonNull(endpoint);
    Objects.requireNonNull(onRelease);
    Objects.requireNonNull(actionTimeout);
    Objects.requireNonNull(coolOff);
  }

  /**
   * Reads the settings as written, and the token's file.
   *
   * @param environment a variable's value by its name
   * @throws IllegalArgumentException when one is missing, wrong or unknown; the message never shows
   *     the token
   */
  public static DigitalOceanSettings parse(
      Map<String, String> written, Function<String, Optional<String>> environment) {
    MoverSettings settings = new MoverSettings("digitalocean", written);
    ApiToken token = token(settings, environment);
    OptionalLong dropletId = dropletId(settings);
    URI metadata =
        settings
            .text("metadata-url")
            .map(value -> metadata(settings, value))
            .orElse(DropletMetadata.DEFAULT_URL);
    Optional<Anchor> anchorAddress =
        settings
            .text("anchor")
            .filter(text -> text.contains("."))
            .map(text -> anchor(settings, text));
    AnchorCheck anchor =
        anchorAddress.isPresent()
            ? AnchorCheck.REQUIRE
            : settings.choice("anchor", AnchorCheck.REQUIRE);
    URI api = settings.text("api-url").map(value -> api(settings, value)).orElse(DEFAULT_API);
    Endpoint endpoint = settings.choice("endpoint", Endpoint.RESERVED_IPS);
    OnRelease onRelease = settings.choice("on-release", OnRelease.KEEP);
    Duration actionTimeout =
        settings.duration(
            "action-timeout",
            DEFAULT_ACTION_TIMEOUT,
            SHORTEST_ACTION_TIMEOUT,
            LONGEST_ACTION_TIMEOUT);
    Duration coolOff =
        settings.duration("cool-off", DEFAULT_COOL_OFF, Duration.ZERO, LONGEST_COOL_OFF);
    int requests = requestsPerMinute(settings);
    settings.refuseOthers();
    return new DigitalOceanSettings(
        token,
        dropletId,
        metadata,
        anchor,
        anchorAddress,
        api,
        endpoint,
        onRelease,
        actionTimeout,
        coolOff,
        requests);
  }

  private static ApiToken token(
      MoverSettings settings, Function<String, Optional<String>> environment) {
    Optional<String> token = settings.secret("token");
    Optional<String> file = settings.text("token-file");
    if (token.isPresent() && file.isPresent()) {
      throw settings.wrong("token", "and token-file are both set; remove one");
    }
    if (token.isEmpty() && file.isEmpty()) {
      return fromEnvironment(settings, environment);
    }
    try {
      return token.isPresent()
          ? ApiToken.of(token.get())
          : ApiToken.readFrom(Path.of(file.orElseThrow()));
    } catch (InvalidPathException e) {
      throw settings.wrong("token-file", "is no path: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      String key = token.isPresent() ? "token" : "token-file";
      throw settings.wrong(key, String.valueOf(e.getMessage()));
    }
  }

  private static Anchor anchor(MoverSettings settings, String written) {
    int slash = written.indexOf('/');
    String prefix = slash < 0 ? "32" : written.substring(slash + 1);
    Optional<InetAddress> address =
        AddressText.read(slash < 0 ? written : written.substring(0, slash));
    if (address.isPresent()
        && address.get() instanceof Inet4Address ipv4
        && prefix.matches("[12]?[0-9]|3[0-2]")) {
      return new Anchor(ipv4, Integer.parseInt(prefix));
    }
    throw settings.wrong(
        "anchor",
        "must be require, ignore or an address such as 10.17.0.5/16, not '" + written + "'");
  }

  private static ApiToken fromEnvironment(
      MoverSettings settings, Function<String, Optional<String>> environment) {
    for (String name : VARIABLES) {
      Optional<String> value = environment.apply(name).filter(text -> !text.isBlank());
      if (value.isPresent()) {
        try {
          return ApiToken.of(value.get().strip());
        } catch (IllegalArgumentException e) {
          throw settings.wrong("token", "in " + name + " " + e.getMessage());
        }
      }
    }
    throw settings.wrong(
        "token-file",
        "is missing; set it, or one of the variables " + String.join(", ", VARIABLES));
  }

  private static int requestsPerMinute(MoverSettings settings) {
    Optional<String> text = settings.text("requests-per-minute");
    if (text.isEmpty()) {
      return DEFAULT_REQUESTS;
    }
    int requests = text.get().matches("\\d{1,4}") ? Integer.parseInt(text.get()) : 0;
    if (requests < FEWEST_REQUESTS || requests > MOST_REQUESTS) {
      throw settings.wrong(
          "requests-per-minute",
          "must be " + FEWEST_REQUESTS + " to " + MOST_REQUESTS + ", not '" + text.get() + "'");
    }
    return requests;
  }

  private static OptionalLong dropletId(MoverSettings settings) {
    Optional<String> text = settings.text("droplet-id");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("[1-9]\\d{0,17}")) {
      throw settings.wrong("droplet-id", "is no droplet's number: '" + text.get() + "'");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  /** The token goes to whatever stands here, so it must be a plain https origin. */
  private static URI api(MoverSettings settings, String value) {
    URI api = uri(settings, "api-url", value);
    boolean secret =
        "https".equals(api.getScheme())
            || ("http".equals(api.getScheme()) && LOOPBACK.contains(String.valueOf(api.getHost())));
    if (!isBase(api) || !secret) {
      throw settings.wrong("api-url", "must be https://host[:port][/path]");
    }
    return api;
  }

  /** The service of every droplet's host speaks plain HTTP, and gets no token. */
  private static URI metadata(MoverSettings settings, String value) {
    URI metadata = uri(settings, "metadata-url", value);
    if (!isBase(metadata) || !"http".equals(metadata.getScheme())) {
      throw settings.wrong("metadata-url", "must be http://host[:port]");
    }
    return metadata;
  }

  private static URI uri(MoverSettings settings, String key, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw settings.wrong(key, "is no URI: " + e.getMessage());
    }
  }

  private static boolean isBase(URI uri) {
    return uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
