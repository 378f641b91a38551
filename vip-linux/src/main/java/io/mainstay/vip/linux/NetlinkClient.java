package io.mainstay.vip.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel one thing at a time and waits for the answer, two seconds at most. The kernel
 * answers most requests within the sending call, so the wait is a formality. One thread at a time.
 */
final class NetlinkClient implements AutoCloseable {
  static final long DEADLINE_NANOS = 2_000_000_000L;
  static final int DUMP_ATTEMPTS = 3;

  private final NetlinkChannel channel;
  private final LongSupplier nanoClock;
  private final NetlinkEncoder encoder;
  private int sequence;

  NetlinkClient(NetlinkChannel channel, LongSupplier nanoClock) {
    this.channel = channel;
    this.nanoClock = nanoClock;
    this.encoder = new NetlinkEncoder(channel.request());
  }

  static NetlinkClient open() throws IOException {
    return new NetlinkClient(NetlinkSocket.open(0), System::nanoTime);
  }

  /** Reads one message of an answer. */
  @FunctionalInterface
  interface Decoder<T> {
    T decode(NetlinkCursor message) throws MalformedNetlinkException;
  }

  /** The interface of this name, or null when there is none. */
  @Nullable LinkEntry link(String name) throws IOException {
    begin(Netlink.RTM_GETLINK, Netlink.NLM_F_ACK).linkBody(0, 0, 0).text(Netlink.IFLA_IFNAME, name);
    List<LinkEntry> links = new ArrayList<>();
    try {
      exchange("interface " + name, Netlink.RTM_NEWLINK, LinkEntry::decode, links);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENODEV) {
        return null;
      }
      throw e;
    }
    return links.isEmpty() ? null : links.get(0);
  }

  /** All interfaces, in the kernel's order. */
  List<LinkEntry> links() throws IOException {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      begin(Netlink.RTM_GETLINK, Netlink.NLM_F_DUMP).linkBody(0, 0, 0);
      List<LinkEntry> links = new ArrayList<>();
      if (exchange("interfaces", Netlink.RTM_NEWLINK, LinkEntry::decode, links)) {
        return links;
      }
    }
    throw new IOException(
        "the interfaces changed under " + DUMP_ATTEMPTS + " readings of them in a row");
  }

  /** Gives an interface a text for people. */
  void aliasLink(int index, String alias) throws IOException {
    begin(Netlink.RTM_NEWLINK, Netlink.NLM_F_ACK)
        .linkBody(index, 0, 0)
        .text(Netlink.IFLA_IFALIAS, alias);
    execute("mark interface " + index);
  }

  /** The addresses of all interfaces, in the kernel's order. */
  List<AddressEntry> addresses() throws IOException {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      begin(Netlink.RTM_GETADDR, Netlink.NLM_F_DUMP).addressBody(0, 0, 0);
      List<AddressEntry> addresses = new ArrayList<>();
      if (exchange("addresses", Netlink.RTM_NEWADDR, AddressEntry::decode, addresses)) {
        return addresses;
      }
    }
    throw new IOException(
        "the addresses changed under " + DUMP_ATTEMPTS + " readings of them in a row");
  }

  /**
   * Adds or renews an address.
   *
   * @param flags NLM_F_EXCL to fail with EEXIST when it is there, NLM_F_REPLACE to renew it
   */
  void addAddress(int index, InetAddress address, int prefix, AddressTerms terms, int flags)
      throws IOException {
    byte[] bytes = address.getAddress();
    begin(Netlink.RTM_NEWADDR, Netlink.NLM_F_ACK | Netlink.NLM_F_CREATE | flags)
        .addressBody(family(bytes), prefix, index)
        .attribute(Netlink.IFA_LOCAL, bytes)
        .attribute(Netlink.IFA_ADDRESS, bytes);
    terms.encode(encoder);
    execute("add " + address.getHostAddress() + "/" + prefix);
  }

  void deleteAddress(int index, InetAddress address, int prefix) throws IOException {
    byte[] bytes = address.getAddress();
    begin(Netlink.RTM_DELADDR, Netlink.NLM_F_ACK)
        .addressBody(family(bytes), prefix, index)
        .attribute(Netlink.IFA_LOCAL, bytes)
        .attribute(Netlink.IFA_ADDRESS, bytes);
    execute("remove " + address.getHostAddress() + "/" + prefix);
  }

  /** The neighbours of all interfaces; some may be missing when they change meanwhile. */
  List<NeighborEntry> neighbors() throws IOException {
    begin(Netlink.RTM_GETNEIGH, Netlink.NLM_F_DUMP).neighborBody(0, 0, 0, 0);
    List<NeighborEntry> neighbors = new ArrayList<>();
    exchange("neighbours", Netlink.RTM_NEWNEIGH, NeighborEntry::decode, neighbors);
    return neighbors;
  }

  /**
   * Lets the kernel ask for a neighbour now, whenever it asked last. What waits to be sent there
   * stays.
   */
  void askNeighborAnew(NeighborEntry neighbor) throws IOException {
    // Only for a neighbour it never asked for does it ask at once when told to use it.
    changeNeighbor(neighbor, Netlink.NUD_NONE, 0);
    changeNeighbor(neighbor, Netlink.NUD_NONE, Netlink.NTF_USE);
  }

  private void changeNeighbor(NeighborEntry neighbor, int state, int flags) throws IOException {
    byte[] bytes = neighbor.address().getAddress();
    begin(Netlink.RTM_NEWNEIGH, Netlink.NLM_F_ACK | Netlink.NLM_F_REPLACE)
        .neighborBody(family(bytes), neighbor.interfaceIndex(), state, flags)
        .attribute(Netlink.NDA_DST, bytes);
    execute("ask for neighbour " + neighbor.address().getHostAddress());
  }

  /** Sets an interface up, without letting it make up IPv6 addresses of its own. */
  void raiseLink(int index) throws IOException {
    stopAddressGeneration(index);
    setUp(index);
  }

  private void stopAddressGeneration(int index) throws IOException {
    begin(Netlink.RTM_NEWLINK, Netlink.NLM_F_ACK).linkBody(index, 0, 0);
    int spec = encoder.beginNest(Netlink.IFLA_AF_SPEC);
    int inet6 = encoder.beginNest(Libc.AF_INET6);
    encoder.attribute(Netlink.IFLA_INET6_ADDR_GEN_MODE, (byte) Netlink.IN6_ADDR_GEN_MODE_NONE);
    encoder.endNest(inet6).endNest(spec);
    try {
      execute("configure interface " + index);
    } catch (ErrnoException e) {
      // A kernel without IPv6 knows no such setting and needs none.
      if (e.errno() == Errno.EPERM) {
        throw e;
      }
    }
  }

  private void setUp(int index) throws IOException {
    begin(Netlink.RTM_NEWLINK, Netlink.NLM_F_ACK).linkBody(index, Netlink.IFF_UP, Netlink.IFF_UP);
    execute("set interface " + index + " up");
  }

  void lowerLink(int index) throws IOException {
    begin(Netlink.RTM_NEWLINK, Netlink.NLM_F_ACK).linkBody(index, 0, Netlink.IFF_UP);
    execute("set interface " + index + " down");
  }

  /** Makes a macvlan in bridge mode, down. */
  void addMacvlan(String name, int parentIndex, byte[] hardwareAddress) throws IOException {
    int flags = Netlink.NLM_F_ACK | Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;
    begin(Netlink.RTM_NEWLINK, flags)
        .linkBody(0, 0, 0)
        .text(Netlink.IFLA_IFNAME, name)
        .number(Netlink.IFLA_LINK, parentIndex)
        .attribute(Netlink.IFLA_ADDRESS, hardwareAddress);
    int info = encoder.beginNest(Netlink.IFLA_LINKINFO);
    encoder.text(Netlink.IFLA_INFO_KIND, "macvlan");
    int data = encoder.beginNest(Netlink.IFLA_INFO_DATA);
    encoder.number(Netlink.IFLA_MACVLAN_MODE, Netlink.MACVLAN_MODE_BRIDGE);
    encoder.endNest(data).endNest(info);
    execute("make the macvlan " + name);
  }

  /**
   * Sets what /proc/sys/net/ipv4/conf shows of an interface; works where /proc/sys is read-only.
   *
   * @param settings values by IPV4_DEVCONF_…
   */
  void configureIpv4(int index, Map<Integer, Integer> settings) throws IOException {
    begin(Netlink.RTM_NEWLINK, Netlink.NLM_F_ACK).linkBody(index, 0, 0);
    int spec = encoder.beginNest(Netlink.IFLA_AF_SPEC);
    int inet = encoder.beginNest(Libc.AF_INET);
    int conf = encoder.beginNest(Netlink.IFLA_INET_CONF);
    settings.forEach(encoder::number);
    encoder.endNest(conf).endNest(inet).endNest(spec);
    execute("configure interface " + index);
  }

  void deleteLink(int index) throws IOException {
    begin(Netlink.RTM_DELLINK, Netlink.NLM_F_ACK).linkBody(index, 0, 0);
    execute("delete interface " + index);
  }

  private NetlinkEncoder begin(int type, int flags) {
    return encoder.begin(type, Netlink.NLM_F_REQUEST | flags, ++sequence);
  }

  private static int family(byte[] address) {
    return address.length == 4 ? Libc.AF_INET : Libc.AF_INET6;
  }

  private void execute(String what) throws IOException {
    exchange(what, 0, message -> message, new ArrayList<>());
  }

  /** Sends what is encoded; returns false when the kernel says the answer is inconsistent. */
  private <T> boolean exchange(String what, int type, Decoder<T> decoder, List<T> answer)
      throws IOException {
    channel.send(encoder.end());
    long deadlineNanos = nanoClock.getAsLong() + DEADLINE_NANOS;
    boolean consistent = true;
    while (true) {
      int length = channel.receive(deadlineNanos - nanoClock.getAsLong());
      if (length < 0) {
        throw new IOException(what + ": no answer from the kernel within 2 s");
      }
      NetlinkCursor message = new NetlinkCursor(channel.reply(), length);
      while (message.next()) {
        if (message.port() != channel.port() || message.sequence() != sequence) {
          // The late answer to a request that was given up.
          continue;
        }
        consistent &= (message.flags() & Netlink.NLM_F_DUMP_INTR) == 0;
        if (message.type() == Netlink.NLMSG_ERROR || message.type() == Netlink.NLMSG_DONE) {
          NetlinkVerdict.check(what, message);
          return consistent;
        }
        if (message.type() == type) {
          answer.add(decoder.decode(message));
        }
      }
      if (deadlineNanos - nanoClock.getAsLong() <= 0) {
        throw new IOException(what + ": the kernel's answer did not end within 2 s");
      }
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
