package io.mainstay.node.lab;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever is told of events and is stuck leaves the election alone. */
@Tag("root")
class StuckReceiversTest {
  @BeforeEach
  void needRootAndCurl() throws Exception {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("curl");
  }

  @Test
  void shouldElectWhileEveryReceiverOfEventsIsStuck() throws Exception {
    Enclosed.run(StuckReceiversInside.class, NodeCommand.words()).assertSucceeded();
  }
}
