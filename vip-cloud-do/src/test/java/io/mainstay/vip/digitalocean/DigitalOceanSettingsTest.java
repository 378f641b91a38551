package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitalOceanSettingsTest {

  private static final String TOKEN = "not-a-real-token";

  private static DigitalOceanSettings parse(Map<String, String> written) {
    return parse(written, Map.of());
  }

  private static DigitalOceanSettings parse(
      Map<String, String> written, Map<String, String> environment) {
    return DigitalOceanSettings.parse(written, name -> Optional.ofNullable(environment.get(name)));
  }

  @Test
  void shouldNeedNothingButAToken() {
    DigitalOceanSettings settings = parse(Map.of("token", TOKEN));
    assertThat(settings)
        .isEqualTo(
            new DigitalOceanSettings(
                ApiToken.of(TOKEN),
                OptionalLong.empty(),
                URI.create("http://169.254.169.254"),
                AnchorCheck.REQUIRE,
                Optional.empty(),
                URI.create("https://api.digitalocean.com"),
                Endpoint.RESERVED_IPS,
                OnRelease.KEEP,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                60));
    assertThat(settings.token().authorization()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void shouldReadAllSettings(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    DigitalOceanSettings settings =
        parse(
            Map.ofEntries(
                entry("token-file", file.toString()),
                entry("droplet-id", "123456789"),
                entry("api-url", "http://127.0.0.1:8080"),
                entry("endpoint", "floating-ips"),
                entry("on-release", "unassign"),
                entry("action-timeout", "30s"),
                entry("metadata-url", "http://127.0.0.1:8081"),
                entry("anchor", "ignore"),
                entry("requests-per-minute", "250"),
                entry("cool-off", "0s")));
    assertThat(settings)
        .isEqualTo(
            new DigitalOceanSettings(
                ApiToken.of(TOKEN),
                OptionalLong.of(123456789),
                URI.create("http://127.0.0.1:8081"),
                AnchorCheck.IGNORE,
                Optional.empty(),
                URI.create("http://127.0.0.1:8080"),
                Endpoint.FLOATING_IPS,
                OnRelease.UNASSIGN,
                Duration.ofSeconds(30),
                Duration.ZERO,
                250));
    assertThat(settings.endpoint().pathSegment()).isEqualTo("floating_ips");
  }

  @Test
  void shouldNeverPrintTheToken(@TempDir Path directory) throws Exception {
    assertThat(parse(Map.of("token", TOKEN)).toString())
        .contains("token=***")
        .doesNotContain(TOKEN);
    String broken = TOKEN + "\r\nX-Evil: 1";
    assertThatThrownBy(() -> parse(Map.of("token", broken)))
        .hasMessage(
            "digitalocean mover: token is no API token: it has 27 characters or some that no token"
                + " has");
    Path file = Files.writeString(directory.resolve("token"), TOKEN + " " + TOKEN);
    assertThatThrownBy(() -> parse(Map.of("token-file", file.toString())))
        .hasMessageStartingWith("digitalocean mover: token-file is no API token")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void shouldWantExactlyOneToken(@TempDir Path directory) {
    assertThatThrownBy(() -> parse(Map.of()))
        .hasMessage(
            "digitalocean mover: token-file is missing; set it, or one of the variables"
                + " DIGITALOCEAN_TOKEN, DIGITALOCEAN_ACCESS_TOKEN");
    assertThatThrownBy(() -> parse(Map.of("token", TOKEN, "token-file", "/x")))
        .hasMessage("digitalocean mover: token and token-file are both set; remove one");
    assertThatThrownBy(() -> parse(Map.of("token-file", directory.resolve("none").toString())))
        .hasMessageStartingWith(
            "digitalocean mover: token-file cannot be read: java.nio.file.NoSuchFileException");
  }

  @Test
  void shouldTakeTheTokenFromTheEnvironmentWhenNothingElseIsSet() {
    Map<String, String> environment = Map.of("DIGITALOCEAN_ACCESS_TOKEN", TOKEN + "\n");
    assertThat(parse(Map.of(), environment).token()).isEqualTo(ApiToken.of(TOKEN));
    assertThat(parse(Map.of("token", "another-token"), environment).token())
        .isEqualTo(ApiToken.of("another-token"));
    assertThatThrownBy(() -> parse(Map.of(), Map.of("DIGITALOCEAN_TOKEN", TOKEN + " x")))
        .hasMessageStartingWith("digitalocean mover: token in DIGITALOCEAN_TOKEN is no API token")
        .hasMessageNotContaining(TOKEN);
  }

  @DisplayName("DO23 the token goes to https only, and other mistakes")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "droplet-id     | 12a                       | droplet-id is no droplet's number: '12a'",
        "droplet-id     | -1                        | droplet-id is no droplet's number: '-1'",
        "api-url        | http://api.example        | api-url must be https://host[:port][/path]",
        "api-url        | https://a@api.example     | api-url must be https://host[:port][/path]",
        "api-url        | https://api.example?x=1   | api-url must be https://host[:port][/path]",
        "api-url        | file:///etc/passwd        | api-url must be https://host[:port][/path]",
        "metadata-url   | https://169.254.169.254    | metadata-url must be http://host[:port]",
        "metadata-url   | http://a@169.254.169.254  | metadata-url must be http://host[:port]",
        "anchor         | 10.17.0.5/33              | anchor must be require, ignore or an address such as 10.17.0.5/16, not '10.17.0.5/33'",
        "anchor         | 10.17.0.x                 | anchor must be require, ignore or an address such as 10.17.0.5/16, not '10.17.0.x'",
        "anchor         | bind                      | anchor must be require or ignore, not 'bind'",
        "requests-per-minute | 9                    | requests-per-minute must be 10 to 250, not '9'",
        "requests-per-minute | many                 | requests-per-minute must be 10 to 250, not 'many'",
        "endpoint       | floating_ips              | endpoint must be reserved-ips or floating-ips, not 'floating_ips'",
        "on-release     | true                      | on-release must be keep or unassign, not 'true'",
        "action-timeout | 1s                        | action-timeout must be 5s to 90s, not 1s",
        "tokn           | x                         | tokn is unknown; known are action-timeout, anchor, api-url, cool-off, droplet-id, endpoint, metadata-url, on-release, requests-per-minute, token, token-file",
      })
  void shouldSayWhatIsWrong(String key, String value, String problem) {
    Map<String, String> written = new HashMap<>(Map.of("token", TOKEN));
    written.put(key, value);
    assertThatThrownBy(() -> parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("digitalocean mover: " + problem);
  }
}
