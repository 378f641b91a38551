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
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** The kernel of a simulated host: one interface, its socket, and what can go wrong with them. */
final class HostPorts implements VrrpTransport, InterfaceMonitor, NeighborAnnouncer {
  static final String INTERFACE = "eth0";
  private static final int MTU_BYTES = 1500;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final byte[] IPV4_GROUP = {(byte) 224, 0, 0, 18};
  private static final byte[] IPV6_GROUP = {
    (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12
  };

  private final SimLan lan;
  private final SimHost host;
  private final List<InetAddress> ownAddresses;
  private final Queue<Frame> inbox = new ArrayDeque<>();
  private final Set<AddressFamily> open = EnumSet.noneOf(AddressFamily.class);
  private int inboxCapacity = 4096;
  private int index = 7;
  private boolean exists = true;
  private boolean up = true;
  private boolean changed;
  private boolean refusesToOpen;
  private boolean refusesToSend;
  private long overflowed;

  HostPorts(SimLan lan, SimHost host, List<InetAddress> ownAddresses) {
    this.lan = lan;
    this.host = host;
    this.ownAddresses = ownAddresses;
  }

  void deliver(Frame frame) {
    if (!up || !exists || !open.contains(frame.family)) {
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
    open.clear();
    changed = false;
  }

  void link(boolean nowUp) {
    up = nowUp;
    change();
  }

  void unplug() {
    exists = false;
    open.clear();
    change();
  }

  /** Another interface of the same name. */
  void replug() {
    if (!exists) {
      exists = true;
      index++;
    }
    up = true;
    change();
  }

  void change() {
    changed = true;
    host.wake();
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

  /** The first address of the family, which advertisements leave from. */
  byte[] sourceAddress(AddressFamily family) {
    for (InetAddress address : ownAddresses) {
      if (address.getAddress().length == family.addressBytes()) {
        return address.getAddress();
      }
    }
    throw new IllegalStateException(host + " has no address of " + family);
  }

  boolean isUsable() {
    return exists && up && !refusesToOpen;
  }

  boolean hasUnread() {
    return !inbox.isEmpty();
  }

  long overflowed() {
    return overflowed;
  }

  private InterfaceState state() {
    if (!exists) {
      return InterfaceState.missing(INTERFACE);
    }
    List<InetAddress> addresses = new ArrayList<>(ownAddresses);
    for (SimRouter router : host.routers()) {
      if (router.mover().isPresent()) {
        for (InetAddress address : router.config().addresses()) {
          if (!addresses.contains(address)) {
            addresses.add(address);
          }
        }
      }
    }
    return new InterfaceState(INTERFACE, index, up, MTU_BYTES, addresses);
  }

  @Override
  public void open(String interfaceName, AddressFamily family) throws IOException {
    if (refusesToOpen) {
      throw new IOException("a simulated refusal");
    }
    open.add(family);
  }

  @Override
  public void close(String interfaceName, AddressFamily family) {
    open.remove(family);
  }

  @Override
  public boolean send(
      String interfaceName, AddressFamily family, byte[] source, byte[] message, int length) {
    Frame frame = Frame.valid(family, source, message, length);
    SimRouter router = host.router(family, frame.vrid());
    if (router == null) {
      throw new InvariantViolation(host + " sends for a router that it does not have: " + frame);
    }
    lan.watch().sending(router, frame.priority());
    if (!exists || !up || refusesToSend || !open.contains(family)) {
      lan.trace(host, "no send", frame.fingerprint(), frame);
      return false;
    }
    if (ownAddresses.stream().noneMatch(own -> Arrays.equals(own.getAddress(), source))) {
      throw new InvariantViolation(host + " sends from an address that is not its own: " + frame);
    }
    lan.trace(host, "sends", frame.fingerprint(), frame);
    router.sent(frame.priority());
    lan.network().broadcast(host, frame);
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
    datagram.interfaceIndex = index;
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
      System.arraycopy(IPV4_GROUP, 0, bytes, 16, 4);
    } else {
      datagram.hopLimit = frame.hopLimit;
      System.arraycopy(frame.source, 0, datagram.source, 0, 16);
      System.arraycopy(IPV6_GROUP, 0, datagram.destination, 0, 16);
    }
    System.arraycopy(frame.message, 0, bytes, header, frame.message.length);
    datagram.length = header + frame.message.length;
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
    return interfaceName.equals(INTERFACE) ? state() : InterfaceState.missing(interfaceName);
  }

  @Override
  public int poll(Handler handler) {
    if (!changed) {
      return 0;
    }
    changed = false;
    handler.onInterface(state());
    return 1;
  }

  @Override
  public boolean announce(String interfaceName, InetAddress address) {
    for (SimRouter router : host.routers()) {
      if (router.config().addresses().contains(address)) {
        lan.trace(host, "announces", address.hashCode(), address.getHostAddress());
        lan.watch().announcing(router, address);
        router.announced();
        return up && exists;
      }
    }
    throw new InvariantViolation(host + " announces " + address + ", which no router of it has");
  }

  @Override
  public void close() {}
}
