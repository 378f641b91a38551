package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpCounters;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.packet.Datagrams;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.packet.VectorHost;
import io.mainstay.vrrp.packet.Vectors;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the receive table through a whole agent: its counter, and that nothing else moves.
 */
class ReceiveTableTest {
  private static final long NOW_NANOS = 1_000_000_000L;

  private final Host host = new Host();
  private final VrrpAgent agent = new VrrpAgent(host, host, host);
  private final List<VirtualRouter> routers = new ArrayList<>();

  ReceiveTableTest() {
    for (VirtualRouterConfig config : VectorHost.routers()) {
      routers.add(agent.add(config, AddressInstaller.NONE, VrrpListener.NONE));
    }
    agent.doWork(NOW_NANOS);
    agent.doWork(NOW_NANOS);
  }

  static Stream<List<String>> rows() {
    return Vectors.rows("receive.txt").stream();
  }

  /** What an election depends on; counters and warnings are left out. */
  private List<Object> standing() {
    List<Object> standing = new ArrayList<>();
    for (VirtualRouter router : routers) {
      VrrpSnapshot snapshot = router.snapshot();
      standing.add(snapshot.state());
      standing.add(snapshot.since());
      standing.add(snapshot.masterAddress());
      standing.add(snapshot.masterPriority());
      standing.add(snapshot.effectivePriority());
      standing.add(snapshot.counters().advertisementsSent());
    }
    standing.add(agent.nextDeadlineNanos());
    return standing;
  }

  private Map<RejectReason, Long> rejected() {
    Map<RejectReason, Long> all = new EnumMap<>(RejectReason.class);
    agent.snapshot().rejected().forEach((reason, count) -> all.merge(reason, count, Long::sum));
    for (VirtualRouter router : routers) {
      router
          .snapshot()
          .counters()
          .rejected()
          .forEach((reason, count) -> all.merge(reason, count, Long::sum));
    }
    return all;
  }

  private long total(ToLongFunction<VrrpCounters> counter) {
    return routers.stream().map(router -> router.snapshot().counters()).mapToLong(counter).sum();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldCountEachRowUnderItsReasonAndChangeNothingWhenItIsRefused(List<String> row) {
    Datagrams datagram = Datagrams.base(row.get(1));
    for (String mutation : row.get(2).split(" ", -1)) {
      datagram.mutate(mutation);
    }
    List<Object> before = standing();

    host.inbox.add(datagram.received());
    agent.doWork(NOW_NANOS);

    String[] outcome = row.get(3).split(" ", -1);
    boolean otherGroup = row.get(3).contains("+group");
    assertThat(total(VrrpCounters::otherGroupAdvertisements)).isEqualTo(otherGroup ? 1 : 0);
    if (outcome[0].equals("accept")) {
      assertThat(rejected()).isEmpty();
      assertThat(total(VrrpCounters::advertisementsReceived)).isEqualTo(otherGroup ? 0 : 1);
      assertThat(total(VrrpCounters::intervalsDiffering))
          .isEqualTo(row.get(3).contains("+interval") ? 1 : 0);
      assertThat(total(VrrpCounters::addressesDiffering))
          .isEqualTo(row.get(3).contains("+addresses") && !otherGroup ? 1 : 0);
      return;
    }
    assertThat(rejected()).isEqualTo(Map.of(expected(outcome[0]), 1L));
    assertThat(total(VrrpCounters::advertisementsReceived)).isZero();
    if (!otherGroup) {
      assertThat(standing()).isEqualTo(before);
    }
  }

  /** This host has sent nothing like it. */
  private static RejectReason expected(String outcome) {
    RejectReason reason = RejectReason.valueOf(outcome);
    return reason == RejectReason.OWN_PACKET ? RejectReason.DUPLICATE_ADDRESS : reason;
  }

  /** VR48. Noise, noise that was delivered as it must be, and messages with one flipped bit. */
  @Test
  void shouldNeitherThrowNorChangeWhenAMillionRandomDatagramsArrive() {
    long seed = 0x5eed;
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1_000_000;
    List<Object> before = standing();
    ReceivedDatagram[] good = {
      Datagrams.base("v2").received(),
      Datagrams.base("v3").received(),
      Datagrams.base("v6").received()
    };
    ReceivedDatagram datagram = new ReceivedDatagram();
    byte[] noise = new byte[128];
    host.endless =
        () -> {
          ReceivedDatagram from = good[random.nextInt(good.length)];
          int header = from.family == AddressFamily.IPV4 ? 20 : 0;
          System.arraycopy(from.bytes, 0, datagram.bytes, 0, from.length);
          datagram.length = from.length;
          datagram.family = from.family;
          datagram.interfaceIndex = 7;
          datagram.hopLimit = 255;
          System.arraycopy(from.source, 0, datagram.source, 0, 16);
          System.arraycopy(from.destination, 0, datagram.destination, 0, 16);
          int kind = random.nextInt(3);
          if (kind == 0) {
            int bit = random.nextInt((from.length - header) * 8);
            datagram.bytes[header + bit / 8] ^= (byte) (1 << (bit % 8));
            return datagram;
          }
          random.nextBytes(noise);
          int keep = kind == 1 ? header : 0;
          datagram.length = keep + random.nextInt(129);
          System.arraycopy(noise, 0, datagram.bytes, keep, noise.length);
          if (keep > 0) {
            datagram.bytes[2] = 0;
            datagram.bytes[3] = (byte) datagram.length;
          }
          return datagram;
        };

    host.left = count;
    while (host.left > 0) {
      agent.doWork(NOW_NANOS);
    }

    assertThat(standing()).as("seed %d", seed).isEqualTo(before);
    assertThat(total(VrrpCounters::advertisementsReceived)).isZero();
    assertThat(total(VrrpCounters::otherGroupAdvertisements)).isZero();
    assertThat(rejected().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(count);
    assertThat(rejected())
        .containsKeys(
            RejectReason.BAD_IP_HEADER,
            RejectReason.TRUNCATED,
            RejectReason.BAD_VERSION,
            RejectReason.UNKNOWN_TYPE,
            RejectReason.UNKNOWN_VRID,
            RejectReason.VERSION_MISMATCH,
            RejectReason.BAD_LENGTH,
            RejectReason.BAD_CHECKSUM);
  }

  /** VR48 is above, and VR49 flips every bit of each golden message. */
  @Test
  void shouldHaveARowForEachNumberAndEachReason() {
    Set<Integer> numbers = new TreeSet<>(List.of(48, 49));
    Set<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
    Pattern id = Pattern.compile("VR(\\d+)[a-z]?");
    for (List<String> row : Vectors.rows("receive.txt")) {
      Matcher matcher = id.matcher(row.get(0));
      if (matcher.matches()) {
        numbers.add(Integer.parseInt(matcher.group(1)));
      }
      String outcome = row.get(3).split(" ", -1)[0];
      if (!outcome.equals("accept")) {
        reasons.add(RejectReason.valueOf(outcome));
      }
    }

    assertThat(numbers).containsAll(IntStream.rangeClosed(1, 50).boxed().toList());
    assertThat(reasons).containsExactlyInAnyOrder(RejectReason.values());
  }

  @Test
  void shouldRunEachRouterBeforeTheRowsArrive() {
    assertThat(routers)
        .extracting(router -> router.snapshot().state())
        .containsOnly(VrrpState.BACKUP, VrrpState.MASTER);
  }

  /** Two interfaces with the same addresses, and a socket that is filled by hand. */
  private static final class Host implements VrrpTransport, InterfaceMonitor, NeighborAnnouncer {
    final Queue<ReceivedDatagram> inbox = new ArrayDeque<>();
    Supplier<ReceivedDatagram> endless = ReceivedDatagram::new;
    int left;

    @Override
    public int receive(Receiver receiver, int limit) {
      int count = 0;
      for (; count < limit && left > 0; count++, left--) {
        receiver.onDatagram(endless.get());
      }
      for (; count < limit && !inbox.isEmpty(); count++) {
        receiver.onDatagram(inbox.remove());
      }
      return count;
    }

    @Override
    public InterfaceState query(String interfaceName) {
      int index = Integer.parseInt(interfaceName.substring("eth".length()));
      return new InterfaceState(
          interfaceName,
          index,
          true,
          1500,
          Arrays.asList(address("192.0.2.10"), address("fe80::a")));
    }

    private static InetAddress address(String text) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException e) {
        throw new AssertionError(text, e);
      }
    }

    @Override
    public void open(String interfaceName, AddressFamily family) {}

    @Override
    public void close(String interfaceName, AddressFamily family) {}

    @Override
    public boolean send(
        String interfaceName, AddressFamily family, byte[] source, byte[] message, int length) {
      return true;
    }

    @Override
    public void await(long maxNanos) {}

    @Override
    public void wakeup() {}

    @Override
    public int poll(Handler handler) {
      return 0;
    }

    @Override
    public boolean announce(String interfaceName, InetAddress address) {
      return true;
    }

    @Override
    public void close() {}
  }
}
