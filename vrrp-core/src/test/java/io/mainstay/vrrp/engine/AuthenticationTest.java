package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.2");
  private final TestNode b = lan.node("10.0.0.3");

  private static VirtualRouterConfig config(int priority, String password) {
    VirtualRouterConfig.Builder config = TestNode.config(priority).version(VrrpVersion.V2);
    return (password.isEmpty() ? config : config.password(PlainPassword.of(password))).build();
  }

  @Test
  void shouldElectWhenThePasswordsAgree() {
    a.add(config(103, "secret"));
    VirtualRouter router = b.add(config(100, "secret"));
    lan.run(Duration.ofSeconds(10));

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.stateNow()).isEqualTo(VrrpState.BACKUP);
    assertThat(router.snapshot().counters().rejected()).isEmpty();
  }

  @Test
  void shouldRefuseAnotherPassword() {
    a.add(config(255, "secret"));
    VirtualRouter router = b.add(config(100, "secreT"));
    lan.run(Duration.ofSeconds(2));

    assertThat(router.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.AUTH_FAILURE);
  }

  @Test
  void shouldRefuseOneThatIsOnlyTheBeginning() {
    a.add(config(255, "secret"));
    VirtualRouter router = b.add(config(100, "secret1"));
    lan.run(Duration.ofSeconds(2));

    assertThat(router.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.AUTH_FAILURE);
  }

  @Test
  void shouldRefuseAPasswordWhereNoneIsConfigured() {
    a.add(config(255, "secret"));
    VirtualRouter router = b.add(config(100, ""));
    lan.run(Duration.ofSeconds(2));

    assertThat(router.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.AUTH_TYPE);
  }

  @Test
  void shouldRefuseNoneWhereAPasswordIsConfigured() {
    a.add(config(255, ""));
    VirtualRouter router = b.add(config(100, "secret"));
    lan.run(Duration.ofSeconds(2));

    assertThat(router.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.AUTH_TYPE);
  }

  @Test
  void shouldSendTypeAndPasswordWhereKeepalivedLooksForThem() {
    byte[] message =
        new AdvertisementEncoder(config(100, "secret"))
            .encode(100, TestNode.address("10.0.0.2").getAddress());

    assertThat(message).hasSize(20);
    assertThat(message[4]).isEqualTo((byte) 1);
    assertThat(Arrays.copyOfRange(message, 12, 20))
        .isEqualTo(new byte[] {'s', 'e', 'c', 'r', 'e', 't', 0, 0});
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ninechars", "käse", "a b"})
  void shouldRefusePasswordsThatDoNotFit(String text) {
    assertThatThrownBy(() -> PlainPassword.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PASS password must");
  }

  @Test
  void shouldRefuseAPasswordWithVersion3AndNeverShowOne() {
    PlainPassword password = PlainPassword.of("secret");
    assertThatThrownBy(() -> TestNode.config(100).password(password).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 3 has no authentication");
    assertThat(config(100, "secret").toString()).doesNotContain("secret").contains("****");
  }
}
