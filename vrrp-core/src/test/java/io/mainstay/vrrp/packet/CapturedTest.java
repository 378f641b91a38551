package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other daemons send is accepted, and written again to the last bit. */
class CapturedTest {

  /** One row; the golden ones are multicast without a password. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      String id,
      VrrpVersion version,
      int priority,
      long intervalMillis,
      ChecksumMode checksum,
      InetAddress source,
      InetAddress destination,
      int hopLimit,
      String password,
      List<InetAddress> addresses,
      byte[] message) {

    static Row captured(List<String> row) {
      String[] way = row.get(5).split(" > ", -1);
      return of(row, way[0], way[1], Integer.parseInt(row.get(6)), row.get(7), 8);
    }

    static Row golden(List<String> row) {
      String group = row.get(5).contains(":") ? "ff02::12" : "224.0.0.18";
      return of(row, row.get(5), group, 255, "-", 6);
    }

    private static Row of(
        List<String> row, String from, String to, int hopLimit, String password, int rest) {
      return new Row(
          row.get(0),
          row.get(1).equals("2") ? VrrpVersion.V2 : VrrpVersion.V3,
          Integer.parseInt(row.get(2)),
          Long.parseLong(row.get(3)),
          row.get(4).equals("message-only")
              ? ChecksumMode.MESSAGE_ONLY
              : ChecksumMode.PSEUDO_HEADER,
          Datagrams.address(from),
          Datagrams.address(to),
          hopLimit,
          password,
          Arrays.stream(row.get(rest).split(" ", -1)).map(Datagrams::address).toList(),
          Datagrams.hex(row.get(rest + 1)));
    }

    VirtualRouterConfig.Builder config() {
      VirtualRouterConfig.Builder config =
          VirtualRouterConfig.builder("test", "eth0", 10)
              .version(version)
              .advertisementInterval(Duration.ofMillis(intervalMillis))
              .addresses(addresses);
      if (!password.equals("-")) {
        config.password(PlainPassword.of(password));
      }
      if (!destination.isMulticastAddress()) {
        config.unicast(peer(source, hopLimit));
      }
      return config;
    }

    static Unicast peer(InetAddress address, int minimumTtl) {
      return new Unicast(Optional.empty(), List.of(new Unicast.Peer(address, minimumTtl)));
    }

    Datagrams datagram() {
      Datagrams datagram = Datagrams.ofMessage(message, source);
      datagram.destination = destination;
      datagram.ttl = hopLimit;
      return datagram;
    }

    @Override
    public String toString() {
      return id;
    }
  }

  /** The host at the destination, with one virtual router. */
  private record Receiver(Row row, ExpectedAdvertisement expected) implements KnownRouters {

    @Override
    public boolean isOwnAddress(
        int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
      byte[] own = row.destination.getAddress();
      return Arrays.equals(own, 0, own.length, bytes, offset, offset + own.length);
    }

    @Override
    public boolean hearsUnicast(int interfaceIndex, AddressFamily family) {
      return !row.destination.isMulticastAddress();
    }

    @Override
    public int minimumHopLimit(
        int interfaceIndex, AddressFamily family, byte[] sender, int offset) {
      int ofPeer = expected.minimumHopLimit(sender, offset);
      return ofPeer == ExpectedAdvertisement.NO_PEER ? 255 : ofPeer;
    }

    @Override
    public @Nullable ExpectedAdvertisement find(
        int interfaceIndex, AddressFamily family, int vrid) {
      return vrid == 10 ? expected : null;
    }
  }

  static Stream<Row> rows() {
    return Stream.concat(
        Vectors.rows("golden.txt").stream().map(Row::golden),
        Vectors.rows("captured.txt").stream().map(Row::captured));
  }

  private static Row row(String id) {
    return rows().filter(row -> row.id.equals(id)).findFirst().orElseThrow();
  }

  private static AdvertisementDecoder receiver(Row row, VirtualRouterConfig config) {
    return new AdvertisementDecoder(new Receiver(row, ExpectedAdvertisement.of(config)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldAcceptAndWriteAgain(Row row) {
    AdvertisementDecoder decoder = receiver(row, row.config().build());

    assertThat(decoder.decode(row.datagram().received())).isNull();

    Advertisement read = decoder.advertisement();
    assertThat(read)
        .isEqualTo(
            new Advertisement(
                row.version, 10, row.priority, row.intervalMillis * 1_000_000, row.addresses));
    assertThat(decoder.checksumMode()).isEqualTo(row.checksum);
    // From what was read alone, but for the password, which a decoder only compares.
    VirtualRouterConfig.Builder again =
        VirtualRouterConfig.builder("again", "eth0", read.vrid())
            .version(read.version())
            .advertisementInterval(Duration.ofNanos(read.intervalNanos()))
            .checksumMode(decoder.checksumMode())
            .addresses(read.addresses());
    if (!row.password.equals("-")) {
      again.password(PlainPassword.of(row.password));
    }
    byte[] written =
        new AdvertisementEncoder(again.build())
            .encode(read.priority(), row.source.getAddress(), row.destination.getAddress());
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(HexFormat.of().formatHex(row.message));
  }

  private static @Nullable RejectReason reason(
      String id, UnaryOperator<VirtualRouterConfig.Builder> change) {
    Row row = row(id);
    return receiver(row, change.apply(row.config()).build()).decode(row.datagram().received());
  }

  @Test
  void shouldRefuseAnotherPasswordAndOneThatNobodyConfigured() {
    assertThat(reason("P1", config -> config.password(PlainPassword.of("other"))))
        .isEqualTo(RejectReason.AUTH_FAILURE);
    assertThat(reason("U7", config -> config.password(PlainPassword.of("secret8"))))
        .isEqualTo(RejectReason.AUTH_FAILURE);
    assertThat(reason("K1", config -> config.password(PlainPassword.of("secret"))))
        .isEqualTo(RejectReason.AUTH_TYPE);
  }

  @Test
  void shouldRefuseAUnicastSenderThatIsNotListedOrTooFarAway() {
    InetAddress other = Datagrams.address("192.0.2.77");
    assertThat(reason("U3", config -> config.unicast(Row.peer(other, 255))))
        .isEqualTo(RejectReason.UNKNOWN_PEER);
    assertThat(reason("U5", config -> config.unicast(Row.peer(row("U5").source, 255))))
        .isEqualTo(RejectReason.BAD_TTL);
  }

  /** keepalived's old_unicast_checksum covers the group that it does not send to. */
  @Test
  void shouldRefuseTheChecksumOfAnotherDestination() {
    Row row = row("U3");
    Datagrams datagram = row.datagram();
    datagram.mutate("at=6:114c");

    assertThat(receiver(row, row.config().build()).decode(datagram.received()))
        .isEqualTo(RejectReason.BAD_CHECKSUM);
  }
}
