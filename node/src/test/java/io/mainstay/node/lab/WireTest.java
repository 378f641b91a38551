package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger's decoder reads in Mainstay's advertisements. */
@Tag("root")
class WireTest {
  @BeforeEach
  void needRootAndTcpdump() throws IOException {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("tcpdump");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2s, 103, 'VRRPv2, Advertisement, vrid 51, prio 103, authtype none, intvl 2s, length 20'",
    "3, 500ms, 103, 'VRRPv3, Advertisement, vrid 51, prio 103, intvl 50cs, length 12'"
  })
  void shouldBeReadByTcpdump(String version, String interval, String priority, String expected)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(version, interval, priority));
    arguments.addAll(NodeCommand.words());

    Enclosed wire = Enclosed.run(WireInside.class, arguments);

    wire.assertSucceeded();
    assertThat(wire.stdout()).contains("IP 10.77.0.11 > 224.0.0.18: " + expected);
    assertThat(wire.stdout()).doesNotContain("bad vrrp cksum");
  }
}
