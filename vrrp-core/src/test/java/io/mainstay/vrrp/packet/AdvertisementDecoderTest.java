package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.net.AllocationMeter;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdvertisementDecoderTest {
  private final AdvertisementDecoder decoder = new AdvertisementDecoder(new TestHost());

  static Stream<List<String>> golden() {
    return Vectors.rows("golden.txt").stream();
  }

  static Stream<List<String>> received() {
    return Vectors.rows("receive.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldReadGoldenMessages(List<String> row) {
    int version = Integer.parseInt(row.get(1));
    InetAddress source = Datagrams.address(row.get(5));
    Datagrams datagram = Datagrams.ofMessage(Datagrams.hex(row.get(7)), source);
    // Version 2 runs as VRID 11 on the test host, and the golden message says 10.
    AdvertisementDecoder decoder =
        version == 3
            ? this.decoder
            : new AdvertisementDecoder(new SingleRouterHost(VrrpVersion.V2));

    assertThat(decoder.decode(datagram.received())).isNull();
    assertThat(decoder.advertisement())
        .isEqualTo(
            new Advertisement(
                version == 2 ? VrrpVersion.V2 : VrrpVersion.V3,
                10,
                Integer.parseInt(row.get(2)),
                Long.parseLong(row.get(3)) * 1_000_000,
                Arrays.stream(row.get(6).split(" ", -1)).map(Datagrams::address).toList()));
    assertThat(decoder.checksumMode())
        .isEqualTo(
            row.get(4).equals("message-only")
                ? ChecksumMode.MESSAGE_ONLY
                : ChecksumMode.PSEUDO_HEADER);
    assertThat(decoder.source()).isEqualTo(source);
    assertThat(decoder.isFrom(source.getAddress())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("received")
  void shouldJudgeReceivedDatagrams(List<String> row) {
    Datagrams datagram = Datagrams.base(row.get(1));
    for (String mutation : row.get(2).split(" ", -1)) {
      datagram.mutate(mutation);
    }

    RejectReason reason = decoder.decode(datagram.received());

    String outcome = reason == null ? "accept" : reason.name();
    if (reason == null) {
      outcome += decoder.intervalDiffers() ? " +interval" : "";
      outcome += decoder.addressesDiffer() ? " +addresses" : "";
    }
    outcome += decoder.isOfAnotherGroup() ? " +group" : "";
    assertThat(outcome).as(row.toString()).isEqualTo(row.get(3));
  }

  @Test
  void shouldAcceptEveryUnmutatedBase() {
    for (String base : List.of("v2", "v3", "v6")) {
      assertThat(decoder.decode(Datagrams.base(base).received())).as(base).isNull();
    }
  }

  @Test
  void shouldIgnoreReservedBitsWhenReadingTheInterval() {
    Datagrams datagram = Datagrams.base("v3");
    datagram.mutate("at=4:f064");
    datagram.mutate("sum=message");

    assertThat(decoder.decode(datagram.received())).isNull();
    assertThat(decoder.intervalNanos()).isEqualTo(1_000_000_000L);
  }

  @Test
  void shouldNeverThrowNorAcceptRandomDatagrams() {
    long seed = 0x7e57;
    SplittableRandom random = new SplittableRandom(seed);
    ReceivedDatagram datagram = new ReceivedDatagram();
    byte[] noise = new byte[128];
    for (int i = 0; i < 1_000_000; i++) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, datagram.bytes, 0, noise.length);
      datagram.length = random.nextInt(129);
      datagram.family = random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6;
      datagram.hopLimit = 255;
      datagram.interfaceIndex = 7;
      datagram.source[0] = (byte) 0xfe;
      datagram.source[1] = (byte) 0x80;
      datagram.destination[0] = (byte) 0xff;
      datagram.destination[1] = 0x02;
      datagram.destination[15] = 0x12;

      assertThat(decoder.decode(datagram) == null).as("seed %d, datagram %d", seed, i).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldRejectEverySingleBitFlip(List<String> row) {
    InetAddress source = Datagrams.address(row.get(5));
    AdvertisementDecoder decoder =
        row.get(1).equals("3")
            ? this.decoder
            : new AdvertisementDecoder(new SingleRouterHost(VrrpVersion.V2));
    byte[] message = Datagrams.hex(row.get(7));
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));

      assertThat(decoder.decode(Datagrams.ofMessage(flipped, source).received()))
          .as("bit %d", bit)
          .isNotNull();
    }
  }

  @Test
  void shouldAllocateNothingForRejectedOrAcceptedDatagrams() {
    AllocationMeter meter = new AllocationMeter();
    ReceivedDatagram good = Datagrams.base("v3").received();
    Datagrams lying = Datagrams.base("v3");
    lying.mutate("at=3:ff");
    ReceivedDatagram bad = lying.received();
    AdvertisementDecoder decoder = new AdvertisementDecoder(new SingleRouterHost(VrrpVersion.V3));
    decodeManyTimes(decoder, good, bad);

    long before = meter.bytes();
    decodeManyTimes(decoder, good, bad);

    assertThat(meter.bytes() - before).isLessThan(10_000);
  }

  private static void decodeManyTimes(
      AdvertisementDecoder decoder, ReceivedDatagram good, ReceivedDatagram bad) {
    for (int i = 0; i < 20_000; i++) {
      if (decoder.decode(good) != null || decoder.decode(bad) == null) {
        throw new AssertionError("wrong verdict");
      }
    }
  }
}
