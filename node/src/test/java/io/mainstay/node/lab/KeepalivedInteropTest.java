package io.mainstay.node.lab;

import io.mainstay.node.lab.ElectionInside.Product;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real elections between Mainstay and the distribution's keepalived, both ways round, in both
 * versions of VRRP.
 */
@Tag("root")
class KeepalivedInteropTest {
  @BeforeEach
  void needRootAndKeepalived() throws IOException {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("keepalived");
  }

  @ParameterizedTest
  @CsvSource({
    "MAINSTAY, KEEPALIVED, 2",
    "MAINSTAY, KEEPALIVED, 3",
    "KEEPALIVED, MAINSTAY, 2",
    "KEEPALIVED, MAINSTAY, 3",
    "MAINSTAY, MAINSTAY, 2",
    "MAINSTAY, MAINSTAY, 3"
  })
  void shouldAgreeOnOneOwnerThroughStartStopKillCutAndReturn(Product high, Product low, int version)
      throws Exception {
    play(high, low, version);
  }

  /** The judge itself must be right: two of the reference must pass. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void shouldPassTwoKeepalived(int version) throws Exception {
    play(Product.KEEPALIVED, Product.KEEPALIVED, version);
  }

  private static void play(Product high, Product low, int version) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(high.name(), low.name(), Integer.toString(version)));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(ElectionInside.class, arguments).assertSucceeded();
  }
}
