package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdvertisementEncoderTest {

  static Stream<List<String>> golden() {
    return Vectors.rows("golden.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldWriteGoldenMessages(List<String> row) {
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("test", "eth0", 10)
            .version(row.get(1).equals("2") ? VrrpVersion.V2 : VrrpVersion.V3)
            .advertisementInterval(Duration.ofMillis(Long.parseLong(row.get(3))))
            .checksumMode(
                row.get(4).equals("message-only")
                    ? ChecksumMode.MESSAGE_ONLY
                    : ChecksumMode.PSEUDO_HEADER)
            .addresses(Arrays.stream(row.get(6).split(" ", -1)).map(Datagrams::address).toList())
            .build();
    AdvertisementEncoder encoder = new AdvertisementEncoder(config);
    byte[] source = Datagrams.address(row.get(5)).getAddress();

    // Another priority first: nothing of it may remain in the buffer.
    encoder.encode(77, source);
    byte[] message = encoder.encode(Integer.parseInt(row.get(2)), source);

    assertThat(HexFormat.of().formatHex(message)).isEqualTo(row.get(7).replace(" ", ""));
  }

  @Test
  void shouldCarryLongIntervalsInTwelveBits() {
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("test", "eth0", 10)
            .advertisementInterval(Duration.ofMillis(40_950))
            .addresses(Datagrams.address("192.0.2.1"))
            .build();

    byte[] message = new AdvertisementEncoder(config).encode(100, new byte[] {10, 0, 0, 1});

    assertThat(HexFormat.of().formatHex(message, 4, 6)).isEqualTo("0fff");
  }
}
