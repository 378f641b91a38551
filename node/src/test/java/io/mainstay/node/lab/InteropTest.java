package io.mainstay.node.lab;

import io.mainstay.node.lab.ElectionInside.Product;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real elections between Mainstay and the distribution's keepalived and FRR, both ways round, in
 * both versions of VRRP; version 3 over IPv4 and IPv6 at once.
 */
@Tag("root")
class InteropTest {
  @BeforeEach
  void needRoot() throws IOException {
    Enclosed.assumeRoot();
  }

  @ParameterizedTest
  @CsvSource({
    "MAINSTAY, KEEPALIVED, 2",
    "MAINSTAY, KEEPALIVED, 3",
    "KEEPALIVED, MAINSTAY, 2",
    "KEEPALIVED, MAINSTAY, 3"
  })
  void shouldAgreeWithKeepalivedThroughStartStopKillCutAndChange(
      Product high, Product low, int version) throws Exception {
    Enclosed.assumeInstalled("keepalived");
    play(high, low, version);
  }

  @ParameterizedTest
  @CsvSource({"MAINSTAY, FRR, 2", "MAINSTAY, FRR, 3", "FRR, MAINSTAY, 2", "FRR, MAINSTAY, 3"})
  void shouldAgreeWithFrrThroughStartStopKillCutAndChange(Product high, Product low, int version)
      throws Exception {
    Enclosed.assumeInstalled("/usr/lib/frr/vrrpd");
    play(high, low, version);
  }

  @Test
  void shouldAgreeWithItself() throws Exception {
    play(Product.MAINSTAY, Product.MAINSTAY, 3);
  }

  /** The judge itself must be right: two of the reference must pass. */
  @Test
  void shouldPassTwoKeepalived() throws Exception {
    Enclosed.assumeInstalled("keepalived");
    play(Product.KEEPALIVED, Product.KEEPALIVED, 3);
  }

  private static void play(Product high, Product low, int version) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(high.name(), low.name(), Integer.toString(version)));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(ElectionInside.class, arguments).assertSucceeded();
  }
}
