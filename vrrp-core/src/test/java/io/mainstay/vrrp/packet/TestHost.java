package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The host that receives the vectors; the vector file describes it. */
final class TestHost implements KnownRouters {
  private final Map<String, ExpectedAdvertisement> routers = new HashMap<>();

  TestHost() {
    for (VirtualRouterConfig config : VectorHost.routers()) {
      String index = config.interfaceName().substring("eth".length());
      routers.put(
          index + "/" + config.family() + "/" + config.vrid(), ExpectedAdvertisement.of(config));
    }
  }

  @Override
  public boolean hearsUnicast(int interfaceIndex, AddressFamily family) {
    return interfaceIndex == 8;
  }

  @Override
  public int minimumHopLimit(int interfaceIndex, AddressFamily family, byte[] sender, int offset) {
    boolean peer =
        interfaceIndex == 8 && Datagrams.address("192.0.2.251").equals(four(sender, offset));
    return peer ? 254 : 255;
  }

  private static InetAddress four(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("4 bytes always make an address", e);
    }
  }

  @Override
  public boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
    byte[] own =
        Datagrams.address(family == AddressFamily.IPV4 ? "192.0.2.10" : "fe80::a").getAddress();
    return Arrays.equals(own, 0, own.length, bytes, offset, offset + own.length);
  }

  @Override
  public boolean mayHaveSent(
      int interfaceIndex, AddressFamily family, byte[] bytes, int offset, int length) {
    return length > 2 && (bytes[offset + 2] & 0xff) == 200;
  }

  @Override
  public @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid) {
    return routers.get(interfaceIndex + "/" + family + "/" + vrid);
  }
}
