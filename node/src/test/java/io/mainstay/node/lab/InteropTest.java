package io.mainstay.node.lab;

import io.mainstay.node.lab.ElectionInside.Product;
import io.mainstay.node.lab.ElectionTerms.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real elections between Mainstay and the distribution's keepalived and FRR, both ways round, in
 * both versions of VRRP; version 3 over IPv4 and IPv6 at once. Each has namespaces of its own and
 * mostly waits, so several run at a time.
 */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class InteropTest {
  private static final String NONE = ElectionTerms.NO_PASSWORD;

  @BeforeEach
  void needRoot() throws IOException {
    Enclosed.assumeRoot();
  }

  @ParameterizedTest
  @CsvSource({
    "MAINSTAY, KEEPALIVED, 2, MULTICAST, ''",
    "KEEPALIVED, MAINSTAY, 2, MULTICAST, ''",
    "MAINSTAY, KEEPALIVED, 2, MULTICAST, secret",
    "KEEPALIVED, MAINSTAY, 2, MULTICAST, secret",
    "MAINSTAY, KEEPALIVED, 2, UNICAST, ''",
    "KEEPALIVED, MAINSTAY, 2, UNICAST, ''",
    "MAINSTAY, KEEPALIVED, 2, UNICAST, secret",
    "KEEPALIVED, MAINSTAY, 2, UNICAST, secret",
    "MAINSTAY, KEEPALIVED, 3, MULTICAST, ''",
    "KEEPALIVED, MAINSTAY, 3, MULTICAST, ''",
    "MAINSTAY, KEEPALIVED, 3, UNICAST, ''",
    "KEEPALIVED, MAINSTAY, 3, UNICAST, ''"
  })
  void shouldAgreeWithKeepalivedThroughStartStopKillCutAndChange(
      Product high, Product low, int version, Delivery delivery, String password) throws Exception {
    Enclosed.assumeInstalled("keepalived");
    play(high, low, version, delivery, password);
  }

  @ParameterizedTest
  @CsvSource({"MAINSTAY, FRR, 2", "MAINSTAY, FRR, 3", "FRR, MAINSTAY, 2", "FRR, MAINSTAY, 3"})
  void shouldAgreeWithFrrThroughStartStopKillCutAndChange(Product high, Product low, int version)
      throws Exception {
    Enclosed.assumeInstalled("/usr/lib/frr/vrrpd");
    play(high, low, version, Delivery.MULTICAST, NONE);
  }

  @Test
  void shouldAgreeWithItself() throws Exception {
    play(Product.MAINSTAY, Product.MAINSTAY, 3, Delivery.MULTICAST, NONE);
  }

  /** The judge itself must be right: two of the reference must pass. */
  @Test
  void shouldPassTwoKeepalived() throws Exception {
    Enclosed.assumeInstalled("keepalived");
    play(Product.KEEPALIVED, Product.KEEPALIVED, 3, Delivery.MULTICAST, NONE);
  }

  /** keepalived has the higher priority, and whoever heeded it would be its backup. */
  @ParameterizedTest
  @CsvSource({
    "MULTICAST, secret, other, AUTH_FAILURE, its password is not the configured one, invalid passwd",
    "UNICAST, secret, other, AUTH_FAILURE, its password is not the configured one, invalid passwd",
    "MULTICAST, secret, '', AUTH_TYPE, its authentication type is not the configured one, 'auth,'",
    "UNICAST_UNLISTED, '', '', UNKNOWN_PEER, not among the configured unicast peers, MASTER STATE"
  })
  void shouldRefuseAndNameTheCauseWhenTheyDoNotAgree(
      Delivery delivery, String ours, String theirs, String reason, String weSay, String theySay)
      throws Exception {
    Enclosed.assumeInstalled("keepalived");
    Enclosed.assumeInstalled("curl");
    List<String> arguments =
        new ArrayList<>(List.of(delivery.name(), ours, theirs, reason, weSay, theySay));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(RefusalInside.class, arguments).assertSucceeded();
  }

  private static void play(
      Product high, Product low, int version, Delivery delivery, String password) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(high.name(), low.name(), Integer.toString(version), delivery.name(), password));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(ElectionInside.class, arguments).assertSucceeded();
  }
}
