package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.GratuitousArp;
import io.mainstay.vrrp.packet.UnsolicitedNa;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The real kernel: two network namespaces and a cable between them. */
@Tag("root")
class LinuxVrrpIoRootTest {
  private static final byte[] MESSAGE = Hex.bytes("3133640100640000 0a630009");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private NetworkNamespace.Pair hosts;
  private NetworkNamespace left;
  private NetworkNamespace right;
  private LinuxVrrpIo leftIo;
  private LinuxVrrpIo rightIo;

  /** What of a datagram is left when the transport has its instance back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Seen(AddressFamily family, int index, int hopLimit, byte[] bytes, byte[] ends) {
    static Seen of(ReceivedDatagram datagram) {
      byte[] ends = new byte[32];
      System.arraycopy(datagram.source, 0, ends, 0, 16);
      System.arraycopy(datagram.destination, 0, ends, 16, 16);
      byte[] bytes = Arrays.copyOf(datagram.bytes, datagram.length);
      return new Seen(datagram.family, datagram.interfaceIndex, datagram.hopLimit, bytes, ends);
    }
  }

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespace.Pair.create();
    left = hosts.left();
    right = hosts.right();
    leftIo = left.call(LinuxVrrpIo::open);
    rightIo = right.call(LinuxVrrpIo::open);
  }

  @AfterEach
  void close() throws Exception {
    if (hosts != null) {
      leftIo.close();
      rightIo.close();
      hosts.close();
    }
  }

  private static byte[] ip(String address) throws IOException {
    return InetAddress.getByName(address).getAddress();
  }

  private static Seen receiveOne(LinuxVrrpIo io) {
    List<Seen> seen = new ArrayList<>();
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (io.transport().receive(datagram -> seen.add(Seen.of(datagram)), 1) == 0) {
      assertThat(deadlineNanos - System.nanoTime()).as("a datagram in time").isPositive();
      io.transport().await(deadlineNanos - System.nanoTime());
      io.monitor().poll(state -> {});
    }
    return seen.get(0);
  }

  @Test
  @DisplayName("NL19 IPv4: group, TTL 255, not heard by its sender")
  void shouldCarryAnIpv4MessageWithTtl255() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV4));

    boolean sent =
        left.call(
            () ->
                leftIo
                    .transport()
                    .send("left0", AddressFamily.IPV4, ip("10.99.0.1"), MESSAGE, MESSAGE.length));
    Seen seen = right.call(() -> receiveOne(rightIo));

    assertThat(sent).isTrue();
    assertThat(seen.family()).isEqualTo(AddressFamily.IPV4);
    assertThat(seen.index()).isEqualTo(rightIo.monitor().query("right0").index());
    assertThat(seen.bytes()).hasSize(20 + MESSAGE.length).endsWith(MESSAGE);
    assertThat(seen.bytes()[1]).as("traffic class CS6").isEqualTo((byte) 0xc0);
    assertThat(seen.bytes()[8]).as("TTL").isEqualTo((byte) 255);
    assertThat(seen.bytes()[9]).as("protocol").isEqualTo((byte) 112);
    assertThat(Arrays.copyOfRange(seen.bytes(), 12, 20))
        .containsExactly(10, 99, 0, 1, 224, 0, 0, 18);
    assertThat(left.call(() -> leftIo.transport().receive(d -> {}, 10))).as("own copy").isZero();
  }

  @Test
  @DisplayName("NL19 IPv6: group, hop limit 255, checksum")
  void shouldCarryAnIpv6MessageWithHopLimit255() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV6));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV6));

    boolean sent =
        left.call(
            () ->
                leftIo
                    .transport()
                    .send("left0", AddressFamily.IPV6, ip("fe80::1"), MESSAGE, MESSAGE.length));
    Seen seen = right.call(() -> receiveOne(rightIo));

    assertThat(sent).isTrue();
    assertThat(seen.family()).isEqualTo(AddressFamily.IPV6);
    assertThat(seen.index()).isEqualTo(rightIo.monitor().query("right0").index());
    assertThat(seen.hopLimit()).isEqualTo(255);
    assertThat(seen.bytes()).isEqualTo(MESSAGE);
    assertThat(seen.ends()).startsWith(ip("fe80::1")).endsWith(ip("ff02::12"));
    assertThat(left.call(() -> leftIo.transport().receive(d -> {}, 10))).as("own copy").isZero();
  }

  @Test
  void shouldCarryAnIpv4MessageToOneHostAndThenToTheGroupAgain() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV4));

    left.run(
        () -> {
          sendTo("10.99.0.1", "10.99.0.2", AddressFamily.IPV4);
          leftIo
              .transport()
              .send("left0", AddressFamily.IPV4, ip("10.99.0.1"), MESSAGE, MESSAGE.length);
        });
    Seen unicast = right.call(() -> receiveOne(rightIo));
    Seen multicast = right.call(() -> receiveOne(rightIo));

    assertThat(unicast.bytes()).hasSize(20 + MESSAGE.length).endsWith(MESSAGE);
    assertThat(unicast.bytes()[8]).as("TTL").isEqualTo((byte) 255);
    assertThat(unicast.index()).isEqualTo(rightIo.monitor().query("right0").index());
    assertThat(Arrays.copyOfRange(unicast.bytes(), 12, 20))
        .containsExactly(10, 99, 0, 1, 10, 99, 0, 2);
    assertThat(Arrays.copyOfRange(multicast.bytes(), 12, 20))
        .containsExactly(10, 99, 0, 1, 224, 0, 0, 18);
  }

  @Test
  void shouldCarryAnIpv6MessageToOneHost() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV6));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV6));

    left.run(() -> sendTo("fe80::1", "fe80::2", AddressFamily.IPV6));
    Seen seen = right.call(() -> receiveOne(rightIo));

    assertThat(seen.hopLimit()).isEqualTo(255);
    assertThat(seen.bytes()).isEqualTo(MESSAGE);
    assertThat(seen.index()).isEqualTo(rightIo.monitor().query("right0").index());
    assertThat(seen.ends()).startsWith(ip("fe80::1")).endsWith(ip("fe80::2"));
  }

  private void sendTo(String source, String destination, AddressFamily family) throws IOException {
    boolean sent =
        leftIo
            .transport()
            .send("left0", family, ip(source), ip(destination), MESSAGE, MESSAGE.length);
    assertThat(sent).isTrue();
  }

  @Test
  void shouldMakeNoGarbagePerMessage() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV4));
    byte[] source = ip("10.99.0.1");
    VrrpTransport.Receiver ignore = datagram -> {};
    // Both ends on one thread: their sockets know where they belong.
    Runnable message =
        () -> {
          leftIo.transport().send("left0", AddressFamily.IPV4, source, MESSAGE, MESSAGE.length);
          rightIo.transport().await(PATIENCE_NANOS);
          rightIo.transport().receive(ignore, 10);
        };
    for (int i = 0; i < 20_000; i++) {
      message.run();
    }

    long before = allocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      message.run();
    }
    long perMessage = (allocatedBytes() - before) / 10_000;

    assertThat(perMessage).as("bytes").isLessThan(8);
  }

  private static long allocatedBytes() throws Exception {
    return (long)
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                "CurrentThreadAllocatedBytes");
  }

  @Test
  void shouldEndAWaitWhenWoken() throws Exception {
    Thread waker = new Thread(leftIo.transport()::wakeup);
    long startNanos = System.nanoTime();
    waker.start();
    leftIo.transport().await(TimeUnit.MINUTES.toNanos(1));
    waker.join();

    assertThat(System.nanoTime() - startNanos).isLessThan(TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void shouldListAnAddressOnlyWhenItCanBeSentFrom() throws Exception {
    InetAddress address = InetAddress.getByName("fd99::77");
    leftIo.monitor().query("left0");
    // Duplicate address detection takes about a second, in which the kernel refuses it as a source.
    left.ip("address add fd99::77/64 dev left0");
    assertThat(leftIo.monitor().query("left0").addresses()).doesNotContain(address);

    assertThat(left.call(() -> nextState(leftIo)).addresses()).contains(address);
  }

  @Test
  void shouldHearEachInterfaceOnItsOwnLinkOnly() throws Exception {
    left.ip("link add other0 type veth peer name other1");
    left.ip("address add 10.98.0.1/24 dev other0");
    left.ip("link set other0 up");
    left.ip("link set other1 up");
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV4));
    left.run(() -> leftIo.transport().open("other0", AddressFamily.IPV4));

    right.run(
        () ->
            rightIo
                .transport()
                .send("right0", AddressFamily.IPV4, ip("10.99.0.2"), MESSAGE, MESSAGE.length));
    Seen seen = left.call(() -> receiveOne(leftIo));

    assertThat(seen.index()).isEqualTo(leftIo.monitor().query("left0").index());
    assertThat(left.call(() -> leftIo.transport().receive(d -> {}, 10))).as("copies").isZero();
  }

  @Test
  @DisplayName("NL20 what the kernel does not send is told")
  void shouldSayFalseWhenTheKernelDoesNotSend() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    left.ip("link set left0 down");

    assertThat(
            left.call(
                () ->
                    leftIo
                        .transport()
                        .send("left0", AddressFamily.IPV4, ip("10.99.0.1"), MESSAGE, 12)))
        .isFalse();
  }

  @Test
  @DisplayName("NL12 an interface made anew has another index")
  void shouldHearAgainAfterTheInterfaceWasMadeAnew() throws Exception {
    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    right.run(() -> rightIo.transport().open("right0", AddressFamily.IPV4));
    right.ip("link set right0 down");
    right.ip("link set right0 name gone0");
    left.ip("link delete left0");
    left.ip("link add left0 type veth peer name far0");
    left.ip("address add 10.99.0.1/24 dev left0");
    left.ip("address add 10.99.0.7/24 dev far0");
    left.ip("link set left0 up");
    left.ip("link set far0 up");

    left.run(() -> leftIo.transport().open("left0", AddressFamily.IPV4));
    left.run(() -> leftIo.transport().open("far0", AddressFamily.IPV4));
    // Both ends are in one namespace, so the kernel must be told that its own address may come in.
    left.run(
        () -> {
          for (String name : List.of("all", "left0")) {
            Path conf = Path.of("/proc/sys/net/ipv4/conf", name);
            Files.writeString(conf.resolve("accept_local"), "1");
            Files.writeString(conf.resolve("rp_filter"), "0");
          }
        });
    assertThat(
            left.call(
                () ->
                    leftIo
                        .transport()
                        .send("far0", AddressFamily.IPV4, ip("10.99.0.7"), MESSAGE, 12)))
        .isTrue();

    assertThat(left.call(() -> receiveOne(leftIo)).index())
        .isEqualTo(leftIo.monitor().query("left0").index());
  }

  @Test
  void shouldNameAnInterfaceThatDoesNotExist() {
    assertThatThrownBy(() -> left.run(() -> leftIo.transport().open("eth9", AddressFamily.IPV4)))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no interface eth9");
  }

  @Test
  void shouldWakeAndReportWhenTheLinkChanges() throws Exception {
    assertThat(leftIo.monitor().query("left0").up()).isTrue();

    right.ip("link set right0 down");
    InterfaceState lostCarrier = left.call(() -> nextState(leftIo));
    right.ip("link set right0 up");
    InterfaceState back = left.call(() -> nextState(leftIo));
    left.ip("address add 10.99.0.77/32 dev left0");
    InterfaceState readdressed = left.call(() -> nextState(leftIo));
    left.ip("link set left0 mtu 1400");
    InterfaceState shrunk = left.call(() -> nextState(leftIo));
    left.ip("link set left0 down");
    left.ip("link set left0 name renamed0");
    InterfaceState down = left.call(() -> lastState(leftIo));

    assertThat(lostCarrier.up()).isFalse();
    assertThat(lostCarrier.exists()).isTrue();
    assertThat(back.up()).isTrue();
    assertThat(readdressed.addresses()).contains(InetAddress.getByName("10.99.0.77"));
    assertThat(readdressed.addresses().get(0)).isEqualTo(InetAddress.getByName("10.99.0.1"));
    assertThat(shrunk.mtuBytes()).isEqualTo(1400);
    assertThat(down).isEqualTo(InterfaceState.missing("left0"));
    left.ip("link set renamed0 name left0");
  }

  @Test
  void shouldKeepQuietAboutWhatDidNotChange() throws Exception {
    leftIo.monitor().query("left0");
    left.ip("address add 10.99.0.77/32 dev left0 valid_lft 60 preferred_lft 60");
    assertThat(left.call(() -> nextState(leftIo)).up()).isTrue();

    left.ip("address change 10.99.0.77/32 dev left0 valid_lft 50 preferred_lft 50");
    left.ip("link add stranger0 type veth peer name stranger1");

    assertThat(left.call(() -> leftIo.monitor().poll(state -> {}))).isZero();
  }

  @Test
  @DisplayName("NL04 ENOBUFS: everything is asked anew")
  void shouldAskAnewWhenEventsWereLost() throws Exception {
    leftIo.monitor().query("left0");
    left.ip("link add flood0 type veth peer name flood1");
    left.run(
        () -> {
          try (NetlinkClient netlink = NetlinkClient.open()) {
            LinkEntry link = Objects.requireNonNull(netlink.link("flood0"));
            InetAddress address = InetAddress.getByName("10.97.0.1");
            AddressTerms terms = AddressTerms.of(address, "flood0", 60);
            // Each renewal is an event; far more than the socket's buffer holds.
            for (int i = 0; i < 20_000; i++) {
              netlink.addAddress(link.index(), address, 32, terms, Netlink.NLM_F_REPLACE);
            }
          }
        });
    right.ip("link set right0 down");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(LinuxInterfaceMonitor.class);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(log);
    log.start();

    assertThat(left.call(() -> lastState(leftIo)).up()).isFalse();

    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
    assertThat(log.list).anyMatch(event -> event.getFormattedMessage().contains("ENOBUFS"));
  }

  private static InterfaceState nextState(LinuxVrrpIo io) {
    List<InterfaceState> states = new ArrayList<>();
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (io.monitor().poll(states::add) == 0) {
      assertThat(deadlineNanos - System.nanoTime()).as("an event in time").isPositive();
      io.transport().await(deadlineNanos - System.nanoTime());
    }
    return states.get(states.size() - 1);
  }

  /** The state after all events that are there already. */
  private static InterfaceState lastState(LinuxVrrpIo io) {
    List<InterfaceState> states = new ArrayList<>(List.of(nextState(io)));
    while (io.monitor().poll(states::add) > 0) {
      io.transport().await(0);
    }
    return states.get(states.size() - 1);
  }

  @Test
  void shouldAnnounceAnIpv4AddressByGratuitousArp() throws Exception {
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", 0x0806))) {
      boolean sent =
          left.call(() -> leftIo.announcer().announce("left0", InetAddress.getByName("10.99.0.9")));

      byte[] mac = left.call(() -> macOf("left0"));
      assertThat(sent).isTrue();
      assertThat(tap.frame()).startsWith(GratuitousArp.frame(mac, ip("10.99.0.9")));
    }
  }

  @Test
  void shouldAnnounceAnIpv6AddressByNeighborAdvertisement() throws Exception {
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", 0x86dd))) {
      boolean sent =
          left.call(() -> leftIo.announcer().announce("left0", InetAddress.getByName("fd99::9")));

      byte[] mac = left.call(() -> macOf("left0"));
      byte[] expected = UnsolicitedNa.frame(mac, ip("fd99::9"), UnsolicitedNa.Role.HOST);
      assertThat(sent).isTrue();
      assertThat(tap.frameLike(expected)).isEqualTo(expected);
    }
  }

  @Test
  void shouldPassOverALinkWithoutArpAndReportAMissingOne() throws Exception {
    left.ip("link set left0 arp off");
    try (FrameTap tap = right.call(() -> FrameTap.open("right0", 0x0806))) {
      InetAddress address = InetAddress.getByName("10.99.0.9");

      assertThat(left.call(() -> leftIo.announcer().announce("left0", address))).isTrue();
      assertThat(left.call(() -> leftIo.announcer().announce("eth9", address))).isFalse();
      assertThat(tap.isEmpty()).isTrue();
    }
  }

  private static byte[] macOf(String name) throws IOException {
    try (NetlinkClient netlink = NetlinkClient.open()) {
      LinkEntry link = Objects.requireNonNull(netlink.link(name));
      return link.hardwareAddress();
    }
  }

  @Test
  void shouldGiveEveryFileBack() throws Exception {
    int before = OpenFiles.count();
    for (int i = 0; i < 20; i++) {
      left.run(
          () -> {
            try (LinuxVrrpIo io = LinuxVrrpIo.open()) {
              io.transport().open("left0", AddressFamily.IPV4);
              io.transport().open("left0", AddressFamily.IPV4);
              io.transport().open("left0", AddressFamily.IPV6);
              assertThatThrownBy(() -> io.transport().open("eth9", AddressFamily.IPV4))
                  .isInstanceOf(IOException.class);
            }
          });
    }
    assertThat(OpenFiles.count()).isLessThan(before + 10);
  }
}
