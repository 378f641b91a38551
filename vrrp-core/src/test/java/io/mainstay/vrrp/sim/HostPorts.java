package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** The kernel of a simulated host: its interfaces, its socket, and what can go wrong with them. */
final class HostPorts implements VrrpTransport, InterfaceMonitor, NeighborAnnouncer {
  static final String INTERFACE = HostInterface.name(0);
  private static final int IPV4_HEADER_BYTES = 20;
  private static final byte[] IPV4_GROUP = {(byte) 224, 0, 0, 18};
  private static final byte[] IPV6_GROUP = {
    (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12
  };

  private final SimLan lan;
  private final SimHost host;
  private final List<HostInterface> interfaces = new ArrayList<>();
  private final Queue<Frame> inbox = new ArrayDeque<>();
  private int inboxCapacity = 4096;
  private boolean refusesToOpen;
  private boolean refusesToSend;
  private long overflowed;

  HostPorts(SimLan lan, SimHost host) {
    this.lan = lan;
    this.host = host;
  }

  void add(HostInterface added) {
    interfaces.add(added);
  }

  List<HostInterface> interfaces() {
    return interfaces;
  }

  HostInterface on(int link) {
    return interfaces.get(link);
  }

  void deliver(Frame frame) {
    if (frame.link >= interfaces.size() || !on(frame.link).isOpen(frame.family)) {
      return;
    }
    if (inbox.size() >= inboxCapacity) {
      overflowed++;
      return;
    }
    inbox.add(frame);
    host.wake();
  }

  void processDied() {
    inbox.clear();
    interfaces.forEach(HostInterface::processDied);
  }

  void refuseToOpen(boolean refuses) {
    refusesToOpen = refuses;
  }

  void refuseToSend(boolean refuses) {
    refusesToSend = refuses;
  }

  void inboxCapacity(int frames) {
    inboxCapacity = frames;
  }

  boolean isUsable(int link) {
    return on(link).isUp() && !refusesToOpen;
  }

  boolean hasUnread() {
    return !inbox.isEmpty();
  }

  long overflowed() {
    return overflowed;
  }

  @Override
  public void open(String interfaceName, AddressFamily family) throws IOException {
    if (refusesToOpen) {
      throw new IOException("a simulated refusal");
    }
    on(HostInterface.link(interfaceName)).open(family);
  }

  @Override
  public void close(String interfaceName, AddressFamily family) {
    on(HostInterface.link(interfaceName)).close(family);
  }

  @Override
  public boolean send(
      String interfaceName, AddressFamily family, byte[] source, byte[] message, int length) {
    int link = HostInterface.link(interfaceName);
    Frame frame = Frame.toGroup(link, family, source, message, length);
    SimRouter router = sender(frame);
    lan.watch().sending(router, frame.priority());
    if (!take(router, frame)) {
      return false;
    }
    lan.network(link).broadcast(host, frame);
    return true;
  }

  @Override
  public boolean send(
      String interfaceName,
      AddressFamily family,
      byte[] source,
      byte[] destination,
      byte[] message,
      int length) {
    int link = HostInterface.link(interfaceName);
    Frame frame = Frame.toHost(link, family, source, destination, message, length);
    SimRouter router = sender(frame);
    if (router.isFirstPeer(destination)) {
      lan.watch().sending(router, frame.priority());
    }
    lan.watch().sendingTo(router, destination, frame.priority());
    if (!take(router, frame)) {
      return false;
    }
    lan.network(link).unicast(host, frame);
    return true;
  }

  private SimRouter sender(Frame frame) {
    SimRouter router = host.router(frame.link, frame.family, frame.vrid());
    if (router == null) {
      throw new InvariantViolation(host + " sends for a router that it does not have: " + frame);
    }
    router.advertising(frame.priority());
    return router;
  }

  private boolean take(SimRouter router, Frame frame) {
    if (refusesToSend || !on(frame.link).isOpen(frame.family)) {
      lan.trace(host, "no send", frame.fingerprint(), frame);
      return false;
    }
    if (!Arrays.equals(frame.source, router.sourceAddress())) {
      throw new InvariantViolation(host + " sends from an address that is not its own: " + frame);
    }
    lan.trace(host, "sends", frame.fingerprint(), frame);
    router.sent(frame.priority());
    return true;
  }

  @Override
  public int receive(Receiver receiver, int limit) {
    int count = 0;
    while (count < limit) {
      Frame frame = inbox.poll();
      if (frame == null) {
        break;
      }
      lan.trace(host, "hears", frame.fingerprint(), frame);
      lan.watch().receiving(host, frame);
      host.heard(frame);
      ReceivedDatagram datagram = lan.datagram();
      fill(datagram, frame);
      try {
        receiver.onDatagram(datagram);
      } catch (RuntimeException e) {
        throw new InvariantViolation(host + " throws at " + frame + ": " + e);
      }
      lan.watch().received(host, frame);
      count++;
    }
    return count;
  }

  private void fill(ReceivedDatagram datagram, Frame frame) {
    datagram.family = frame.family;
    datagram.interfaceIndex = on(frame.link).index();
    byte[] bytes = datagram.bytes;
    int header = 0;
    if (frame.family == AddressFamily.IPV4) {
      header = IPV4_HEADER_BYTES;
      Arrays.fill(bytes, 0, header, (byte) 0);
      bytes[0] = 0x45;
      bytes[2] = (byte) ((header + frame.message.length) >>> 8);
      bytes[3] = (byte) (header + frame.message.length);
      bytes[8] = (byte) frame.hopLimit;
      bytes[9] = 112;
      System.arraycopy(frame.source, 0, bytes, 12, 4);
      System.arraycopy(destination(frame, IPV4_GROUP), 0, bytes, 16, 4);
    } else {
      datagram.hopLimit = frame.hopLimit;
      System.arraycopy(frame.source, 0, datagram.source, 0, 16);
      System.arraycopy(destination(frame, IPV6_GROUP), 0, datagram.destination, 0, 16);
    }
    System.arraycopy(frame.message, 0, bytes, header, frame.message.length);
    datagram.length = header + frame.message.length;
  }

  private static byte[] destination(Frame frame, byte[] group) {
    return frame.destination == null ? group : frame.destination;
  }

  /** The simulation wakes hosts itself. */
  @Override
  public void await(long maxNanos) {}

  @Override
  public void wakeup() {
    host.wake();
  }

  @Override
  public InterfaceState query(String interfaceName) {
    int link = HostInterface.link(interfaceName);
    return link < interfaces.size()
        ? on(link).state(host.routers())
        : InterfaceState.missing(interfaceName);
  }

  @Override
  public int poll(Handler handler) {
    int changes = 0;
    for (int i = 0; i < interfaces.size(); i++) {
      if (interfaces.get(i).takeChange()) {
        handler.onInterface(interfaces.get(i).state(host.routers()));
        changes++;
      }
    }
    return changes;
  }

  @Override
  public boolean announce(String interfaceName, InetAddress address) {
    for (SimRouter router : host.routers()) {
      if (router.config().addresses().contains(address)) {
        lan.trace(host, "announces", address.hashCode(), address.getHostAddress());
        lan.watch().announcing(router, address);
        router.announced();
        return on(HostInterface.link(interfaceName)).isUp();
      }
    }
    throw new InvariantViolation(host + " announces " + address + ", which no router of it has");
  }

  @Override
  public void close() {}
}
