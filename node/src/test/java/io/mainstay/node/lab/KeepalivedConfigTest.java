package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeepalivedConfigTest {
  private static final LabConfig OWN =
      LabConfig.of(
          """
          mainstay {
            frontends.web { bind = "*:8080", default-backend = app }
            backends.app { servers { } }
            routers.vip { vrid = 7, version = 2, advertisement-interval = 2s, preempt = false }
          }
          """);

  @Test
  void shouldSayTheSameAsTheLabsConfiguration() {
    assertThat(KeepalivedConfig.keepalived(OWN, 150, 100, "haproxy-a"))
        .contains(
            "vrrp_version 2\n",
            "virtual_router_id 7\n",
            "priority 150\n",
            "advert_int 2\n",
            "nopreempt\n",
            "killall -0 haproxy-a\"");
    assertThat(KeepalivedConfig.haproxy(OWN)).contains("bind *:8080\n");
  }

  @Test
  void shouldLoseToTheOtherNodeWithoutItsProxy() {
    assertThat(KeepalivedConfig.keepalived(OWN, 150, 100, "haproxy-a")).contains("weight -60\n");
    assertThat(KeepalivedConfig.keepalived(OWN, 100, 150, "haproxy-b")).contains("weight -1\n");
  }

  @Test
  void shouldWriteIntervalsBelowASecondWithDecimals() {
    assertThat(KeepalivedConfig.seconds(Duration.ofMillis(100))).isEqualTo("0.10");
    assertThat(KeepalivedConfig.seconds(Duration.ofSeconds(1))).isEqualTo("1");
  }

  @Test
  void shouldUseMainstaysDefaultsWhenNothingIsSaid() {
    assertThat(KeepalivedConfig.keepalived(LabConfig.read(Optional.empty()), 150, 100, "haproxy-a"))
        .contains("vrrp_version 3\n", "advert_int 1\n")
        .doesNotContain("nopreempt");
  }
}
