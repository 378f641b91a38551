package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitalOceanSettingsTest {

  private static final String TOKEN = "not-a-real-token";

  @Test
  void shouldNeedNothingButAToken() {
    DigitalOceanSettings settings = DigitalOceanSettings.parse(Map.of("token", TOKEN));
    assertThat(settings)
        .isEqualTo(
            new DigitalOceanSettings(
                ApiToken.of(TOKEN),
                OptionalLong.empty(),
                URI.create("https://api.digitalocean.com"),
                Endpoint.RESERVED_IPS,
                OnRelease.KEEP,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10)));
    assertThat(settings.token().authorization()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void shouldReadAllSettings(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    DigitalOceanSettings settings =
        DigitalOceanSettings.parse(
            Map.of(
                "token-file", file.toString(),
                "droplet-id", "123456789",
                "api-url", "http://127.0.0.1:8080",
                "endpoint", "floating-ips",
                "on-release", "unassign",
                "action-timeout", "30s",
                "cool-off", "0s"));
    assertThat(settings)
        .isEqualTo(
            new DigitalOceanSettings(
                ApiToken.of(TOKEN),
                OptionalLong.of(123456789),
                URI.create("http://127.0.0.1:8080"),
                Endpoint.FLOATING_IPS,
                OnRelease.UNASSIGN,
                Duration.ofSeconds(30),
                Duration.ZERO));
    assertThat(settings.endpoint().pathSegment()).isEqualTo("floating_ips");
  }

  @Test
  void shouldNeverPrintTheToken(@TempDir Path directory) throws Exception {
    assertThat(DigitalOceanSettings.parse(Map.of("token", TOKEN)).toString())
        .contains("token=***")
        .doesNotContain(TOKEN);
    String broken = TOKEN + "\r\nX-Evil: 1";
    assertThatThrownBy(() -> DigitalOceanSettings.parse(Map.of("token", broken)))
        .hasMessage(
            "digitalocean mover: token is no API token: it has 27 characters or some that no token"
                + " has");
    Path file = Files.writeString(directory.resolve("token"), TOKEN + " " + TOKEN);
    assertThatThrownBy(() -> DigitalOceanSettings.parse(Map.of("token-file", file.toString())))
        .hasMessageStartingWith("digitalocean mover: token-file is no API token")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void shouldWantExactlyOneToken(@TempDir Path directory) {
    String message = "digitalocean mover: token or token-file must be set, and only one of them";
    assertThatThrownBy(() -> DigitalOceanSettings.parse(Map.of())).hasMessage(message);
    assertThatThrownBy(() -> DigitalOceanSettings.parse(Map.of("token", TOKEN, "token-file", "/x")))
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                DigitalOceanSettings.parse(
                    Map.of("token-file", directory.resolve("none").toString())))
        .hasMessageStartingWith(
            "digitalocean mover: token-file cannot be read: java.nio.file.NoSuchFileException");
  }

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
        "endpoint       | floating_ips              | endpoint must be reserved-ips or floating-ips, not 'floating_ips'",
        "on-release     | true                      | on-release must be keep or unassign, not 'true'",
        "action-timeout | 1s                        | action-timeout must be 5s to 300s, not 1s",
        "tokn           | x                         | tokn is unknown; known are action-timeout, api-url, cool-off, droplet-id, endpoint, on-release, token, token-file",
      })
  void shouldSayWhatIsWrong(String key, String value, String problem) {
    Map<String, String> written = new HashMap<>(Map.of("token", TOKEN));
    written.put(key, value);
    assertThatThrownBy(() -> DigitalOceanSettings.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("digitalocean mover: " + problem);
  }
}
