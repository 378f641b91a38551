package io.mainstay.node.lab;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The anchor address of a reserved IP, on a real interface. */
@Tag("root")
class AnchorTest {
  @BeforeEach
  void needRootAndCurl() throws Exception {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("curl");
  }

  @Test
  void shouldBindTheAnchorOfAReservedIpWhileItIsMaster() throws Exception {
    Enclosed.run(AnchorInside.class, NodeCommand.words()).assertSucceeded();
  }
}
