package io.mainstay.vip.digitalocean;

import io.mainstay.vip.MoverSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The DigitalOcean mover's settings.
 *
 * @param token the API token ({@code token} or, better, {@code token-file}; one is required)
 * @param dropletId this node's droplet ({@code droplet-id}); empty to ask the metadata service
 * @param api the API's base ({@code api-url}); https, or http on loopback for tests
 * @param endpoint which resource name is used ({@code endpoint})
 * @param onRelease what happens to the assignment on release ({@code on-release})
 * @param actionTimeout for how long an assignment is followed ({@code action-timeout}, 5s to 300s)
 * @param coolOff the least time between two assignments ({@code cool-off}, 0s to 300s)
 */
public record DigitalOceanSettings(
    ApiToken token,
    OptionalLong dropletId,
    URI api,
    Endpoint endpoint,
    OnRelease onRelease,
    Duration actionTimeout,
    Duration coolOff) {

  /** The public API. */
  public static final URI DEFAULT_API = URI.create("https://api.digitalocean.com");

  private static final Duration DEFAULT_ACTION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration SHORTEST_ACTION_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEFAULT_COOL_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public DigitalOceanSettings {
    Objects.requireNonNull(token);
    Objects.requireNonNull(dropletId);
    Objects.requireNonNull(api);
    Objects.requireNonNull(endpoint);
    Objects.requireNonNull(onRelease);
    Objects.requireNonNull(actionTimeout);
    Objects.requireNonNull(coolOff);
  }

  /**
   * Reads the settings as written, and the token's file.
   *
   * @throws IllegalArgumentException when one is missing, wrong or unknown; the message never shows
   *     the token
   */
  public static DigitalOceanSettings parse(Map<String, String> written) {
    MoverSettings settings = new MoverSettings("digitalocean", written);
    ApiToken token = token(settings);
    OptionalLong dropletId = dropletId(settings);
    URI api = settings.text("api-url").map(value -> api(settings, value)).orElse(DEFAULT_API);
    Endpoint endpoint = settings.choice("endpoint", Endpoint.RESERVED_IPS);
    OnRelease onRelease = settings.choice("on-release", OnRelease.KEEP);
    Duration actionTimeout =
        settings.duration(
            "action-timeout", DEFAULT_ACTION_TIMEOUT, SHORTEST_ACTION_TIMEOUT, LONGEST);
    Duration coolOff = settings.duration("cool-off", DEFAULT_COOL_OFF, Duration.ZERO, LONGEST);
    settings.refuseOthers();
    return new DigitalOceanSettings(
        token, dropletId, api, endpoint, onRelease, actionTimeout, coolOff);
  }

  private static ApiToken token(MoverSettings settings) {
    Optional<String> token = settings.secret("token");
    Optional<String> file = settings.text("token-file");
    if (token.isPresent() == file.isPresent()) {
      throw settings.wrong("token", "or token-file must be set, and only one of them");
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
    URI api;
    try {
      api = new URI(value);
    } catch (URISyntaxException e) {
      throw settings.wrong("api-url", "is no URI: " + e.getMessage());
    }
    String host = api.getHost();
    boolean origin =
        host != null
            && api.getUserInfo() == null
            && api.getRawQuery() == null
            && api.getRawFragment() == null;
    boolean secret =
        "https".equals(api.getScheme())
            || ("http".equals(api.getScheme()) && host != null && LOOPBACK.contains(host));
    if (!origin || !secret) {
      throw settings.wrong("api-url", "must be https://host[:port][/path]");
    }
    return api;
  }
}
