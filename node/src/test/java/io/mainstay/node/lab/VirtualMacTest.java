package io.mainstay.node.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of routers with MAC addresses of their own, ours and keepalived's. */
@Tag("root")
class VirtualMacTest {
  @BeforeEach
  void needRootAndTcpdump() throws IOException {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("tcpdump");
    Enclosed.assumeInstalled("ping");
  }

  @Test
  void shouldKeepTheMacThroughStopKillAndCut() throws Exception {
    play("MAINSTAY", "MAINSTAY");
  }

  @ParameterizedTest
  @CsvSource({"MAINSTAY, KEEPALIVED", "KEEPALIVED, MAINSTAY"})
  void shouldTakeOverFromKeepalivedAndBack(String high, String low) throws Exception {
    Enclosed.assumeInstalled("keepalived");
    play(high, low);
  }

  private static void play(String high, String low) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(high, low));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(VirtualMacInside.class, arguments).assertSucceeded();
  }
}
