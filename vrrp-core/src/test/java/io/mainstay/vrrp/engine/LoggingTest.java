package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.mainstay.vrrp");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final TestLan lan = new TestLan();
  private final TestNode node = lan.node("10.0.0.2");

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return appender.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  @Test
  void shouldLogOneLinePerTransitionAndPriority() {
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofSeconds(10));
    router.priority(90, "web is down");
    router.stop();
    lan.run(Duration.ofSeconds(1));

    assertThat(lines())
        .containsExactly(
            "INFO vip: INIT -> BACKUP: started",
            "INFO vip: BACKUP -> MASTER: no advertisement for 3.61 s",
            "INFO vip: priority 100 -> 90: web is down",
            "INFO vip: MASTER -> INIT: stopped");
  }

  @Test
  void shouldSayOnceInAWhileThatAnIntervalIsShortForThePausesOfTheHost() {
    node.add(TestNode.config(100).advertisementInterval(Duration.ofMillis(100)).build());
    lan.run(Duration.ofSeconds(1));
    appender.list.clear();
    for (int i = 0; i < 20; i++) {
      node.pause();
      lan.run(Duration.ofMillis(220));
      node.resume();
      lan.run(Duration.ofMillis(100));
    }

    List<String> warnings =
        lines().stream().filter(line -> line.contains("interval of 100 ms")).toList();
    assertThat(warnings).hasSizeBetween(1, 4);
    assertThat(warnings.get(0))
        .matches(
            "WARN vip: the advertisement interval of 100 ms is short for a host that lately paused"
                + " for (12|13|14|15|16|17|18|19|20|21|22)\\d ms; set it to [3-6]\\d0 ms or more on"
                + " all nodes, or end the pauses");
  }

  @Test
  void shouldSayOnceThatAPeerSendsAnotherKindOfChecksum() {
    node.add(TestNode.config(100).checksumMode(ChecksumMode.MESSAGE_ONLY).build());
    lan.node("10.0.0.3").add(103);
    lan.run(Duration.ofSeconds(10));

    assertThat(lines().stream().filter(line -> line.contains("checksums")))
        .contains(
            "WARN vip: 10.0.0.3 sends checksums of the kind PSEUDO_HEADER and this router"
                + " MESSAGE_ONLY; both are heard here, but if the peer ignores this router, set"
                + " the checksum to PSEUDO_HEADER");
    assertThat(lines().stream().filter(line -> line.contains("vip: 10.0.0.3 sends"))).hasSize(1);
  }

  @Test
  void shouldWarnOnceThatAPasswordIsReadable() {
    node.add(
        TestNode.config(100).version(VrrpVersion.V2).password(PlainPassword.of("secret")).build());
    lan.run(Duration.ofSeconds(10));

    assertThat(lines().stream().filter(line -> line.contains("PASS"))).hasSize(1);
    assertThat(lines().toString()).doesNotContain("secret");
  }

  @Test
  void shouldNotLetForgedPacketsFillTheLog() {
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofMillis(1));
    appender.list.clear();
    for (int i = 0; i < 1000; i++) {
      String source = "10.0.0." + (3 + i % 200);
      byte[] good =
          new AdvertisementEncoder(router.config())
              .encode(103, TestNode.address(source).getAddress())
              .clone();
      byte[] forged = good.clone();
      forged[7] ^= 1;
      // Neither another source nor a good advertisement in between earns another line.
      node.inject(AddressFamily.IPV4, source, forged);
      node.inject(AddressFamily.IPV4, source, good);
      lan.run(Duration.ofMillis(10));
    }

    assertThat(lines()).hasSizeLessThanOrEqualTo(4);
    assertThat(lines().get(0))
        .isEqualTo(
            "WARN vip: advertisement from 10.0.0.3 dropped: BAD_CHECKSUM: the checksum is wrong"
                + " (RFC 9568 Section 7.1)");
  }

  @Test
  void shouldSayOnceAMinuteThatAnotherGroupUsesTheVrid() {
    node.add(255);
    lan.run(Duration.ofMillis(1));
    appender.list.clear();
    for (int i = 0; i < 1300; i++) {
      String source = "10.0.0." + (3 + i % 200);
      byte[] message =
          new AdvertisementEncoder(
                  TestNode.config(100).addresses(TestNode.address("10.0.0.99")).build())
              .encode(100, TestNode.address(source).getAddress())
              .clone();
      node.inject(AddressFamily.IPV4, source, message);
      lan.run(Duration.ofMillis(100));
    }

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0))
        .startsWith("ERROR vip: VRID_TAKEN: VRID 51 on eth0 is taken by another group: 10.0.0.3 ");
    assertThat(lines().get(1)).endsWith(" (and 599 more since the last line like this)");
  }

  @Test
  void shouldSayOnceThatAPeerHasTheSamePriorityAndShowItUntilItIsMended() {
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofSeconds(5));
    VirtualRouter backup = lan.node("10.0.0.3").add(100);
    lan.run(Duration.ofMinutes(3));

    String sentence =
        "10.0.0.2 advertises priority 100, which is also this router's, so that the higher address"
            + " or whoever was first is master; give each node a priority of its own";
    assertThat(lines().stream().filter(line -> line.contains("which is also")))
        .containsExactly("WARN vip: " + sentence);
    assertThat(backup.snapshot().warnings()).containsExactly(sentence);

    router.priority(101, "mended");
    lan.run(Duration.ofSeconds(5));
    assertThat(backup.snapshot().warnings()).isEmpty();
  }

  @Test
  void shouldSayOnceAMinuteThatAnotherHostHasTheSameAddress() {
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofMillis(1));
    appender.list.clear();
    byte[] message =
        new AdvertisementEncoder(TestNode.config(90).build())
            .encode(90, TestNode.address("10.0.0.2").getAddress())
            .clone();
    for (int i = 0; i < 100; i++) {
      node.inject(AddressFamily.IPV4, "10.0.0.2", message);
      lan.run(Duration.ofSeconds(1));
    }

    assertThat(lines().stream().filter(line -> line.contains("another host")))
        .containsExactly(
            "ERROR DUPLICATE_ADDRESS: 10.0.0.2: another host sends VRRP from this host's own"
                + " address; give one of them another address",
            "ERROR DUPLICATE_ADDRESS: 10.0.0.2: another host sends VRRP from this host's own"
                + " address; give one of them another address (and 59 more since the last line like"
                + " this)");
    assertThat(router.snapshot().warnings())
        .containsExactly(
            "another host sends VRRP from this host's own address; give one of them another address"
                + " (10.0.0.2)");

    lan.run(Duration.ofMinutes(2));
    assertThat(router.snapshot().warnings()).isEmpty();
  }
}
