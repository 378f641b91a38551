package io.mainstay.benchmarks;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.ExpectedAdvertisement;
import io.mainstay.vrrp.packet.KnownRouters;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one advertisement costs to read and to write. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VrrpCodecBenchmark {
  private static final int VRID = 51;
  private static final int IP_HEADER_BYTES = 20;
  private static final byte[] SOURCE = {10, 0, 0, 2};
  private static final byte[] GROUP = {(byte) 224, 0, 0, 18};

  private final ReceivedDatagram valid = new ReceivedDatagram();
  private final ReceivedDatagram broken = new ReceivedDatagram();
  private AdvertisementDecoder decoder = new AdvertisementDecoder(new OneRouter(config()));
  private AdvertisementEncoder encoder = new AdvertisementEncoder(config());

  private static VirtualRouterConfig config() {
    try {
      return VirtualRouterConfig.builder("vip", "eth0", VRID)
          .addresses(InetAddress.getByAddress(new byte[] {10, 0, 0, 100}))
          .build();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Setup
  public void wrapAnAdvertisement() {
    byte[] message = encoder.encode(150, SOURCE);
    fill(valid, message);
    fill(broken, message);
    // The checksum is checked late, so this datagram passes most of the ladder first.
    broken.bytes[IP_HEADER_BYTES + 7] ^= 1;
    if (decoder.decode(valid) != null || decoder.decode(broken) != RejectReason.BAD_CHECKSUM) {
      throw new IllegalStateException("the benchmark does not measure what it says");
    }
  }

  private static void fill(ReceivedDatagram datagram, byte[] message) {
    byte[] bytes = datagram.bytes;
    bytes[0] = 0x45;
    bytes[3] = (byte) (IP_HEADER_BYTES + message.length);
    bytes[8] = (byte) 255;
    bytes[9] = 112;
    System.arraycopy(SOURCE, 0, bytes, 12, SOURCE.length);
    System.arraycopy(GROUP, 0, bytes, 16, GROUP.length);
    System.arraycopy(message, 0, bytes, IP_HEADER_BYTES, message.length);
    datagram.length = IP_HEADER_BYTES + message.length;
    datagram.family = AddressFamily.IPV4;
    datagram.interfaceIndex = 1;
  }

  @Benchmark
  public @Nullable RejectReason decode() {
    return decoder.decode(valid);
  }

  @Benchmark
  public @Nullable RejectReason decodeBadChecksum() {
    return decoder.decode(broken);
  }

  @Benchmark
  public byte[] encode() {
    return encoder.encode(150, SOURCE);
  }

  private static final class OneRouter implements KnownRouters {
    private final ExpectedAdvertisement expected;

    OneRouter(VirtualRouterConfig config) {
      expected = ExpectedAdvertisement.of(config);
    }

    @Override
    public boolean isOwnAddress(
        int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
      return false;
    }

    @Override
    public @Nullable ExpectedAdvertisement find(
        int interfaceIndex, AddressFamily family, int vrid) {
      return vrid == VRID && family == AddressFamily.IPV4 ? expected : null;
    }
  }
}
