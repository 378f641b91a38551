package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinuxInterfacesTest {
  @Test
  void shouldReadTheNamesOfWhatTheKernelLists() {
    assertThat(
            LinuxInterfaces.names(
                List.of(
                    "Inter-|   Receive                            |  Transmit",
                    " face |bytes    packets errs drop fifo frame  |bytes    packets",
                    "    lo:    7168      92    0    0    0     0          0",
                    "vrrp4-51:       0       0    0    0    0     0          0",
                    "  eth0: 1234567    8910    0    0    0     0          0")))
        .containsExactly("lo", "vrrp4-51", "eth0");
  }
}
