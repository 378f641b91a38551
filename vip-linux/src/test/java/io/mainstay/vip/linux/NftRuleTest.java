package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class NftRuleTest {
  private final ByteBuffer buffer = Hex.buffer(new byte[1024]);

  @Test
  void shouldDropWhatComesThroughAnInterfaceForAnAddressInASet() {
    NftRule rule = new NftRule().comesFrom("eth0").addressIn("virtual", 24, 4).verdict(Nft.DROP);

    rule.encode(new NetlinkEncoder(buffer));

    assertThat(Hex.text(buffer, buffer.position()))
        .isEqualTo(
            compact(
                "ec00 0480",
                // meta: the name of the input interface into register 1
                "2400 0180 0900 0100 6d65746100 000000",
                "1400 0280 0800 0200 00000006 0800 0100 00000001",
                // cmp: equal to eth0, 16 bytes
                "3800 0180 0800 0100 636d7000 2c00 0280",
                "0800 0100 00000001 0800 0200 00000000",
                "1800 0380 1400 0100 65746830 000000000000000000000000",
                // payload: 4 bytes at 24 of the network header into register 1
                "3400 0180 0c00 0100 7061796c6f616400 2400 0280",
                "0800 0100 00000001 0800 0200 00000001 0800 0300 00000018 0800 0400 00000004",
                // lookup: in the set
                "2800 0180 0b00 0100 6c6f6f6b757000 00",
                "1800 0280 0c00 0100 7669727475616c00 0800 0200 00000001",
                // immediate: the verdict, drop
                "3000 0180 0e00 0100 696d6d65646961746500 0000",
                "1c00 0280 0800 0100 00000000 1000 0280 0c00 0280 0800 0100 00000000"));
  }

  private static String compact(String... parts) {
    return String.join("", parts).replace(" ", "");
  }
}
