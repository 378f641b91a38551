package io.mainstay.vrrp.net;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import io.mainstay.vrrp.state.VrrpState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One host on a {@link TestLan}: its agent, and everything that the agent reaches out to. */
public final class TestNode {
  private static final int INTERFACE_INDEX = 7;

  /** A VRRP message on the wire. */
  static final class Frame {
    final AddressFamily family;
    final byte[] source;
    final byte[] destination;
    final byte[] message;

    Frame(AddressFamily family, byte[] source, byte[] message) {
      this(family, source, group(family), message);
    }

    Frame(AddressFamily family, byte[] source, byte[] destination, byte[] message) {
      this.family = family;
      this.source = source;
      this.destination = destination;
      this.message = message;
    }
  }

  private static byte[] group(AddressFamily family) {
    return address(family == AddressFamily.IPV4 ? "224.0.0.18" : "ff02::12").getAddress();
  }

  /** One advertisement as it left. */
  public record Sent(long nanos, int priority) {}

  /** How the installer of this node behaves. */
  public enum Installing {
    WORKS,
    FAILS,
    /** Answers when the test says so. */
    WAITS
  }

  private final TestLan lan;
  private final VrrpAgent agent;
  private final Queue<Frame> inbox = new ArrayDeque<>();
  private final Set<AddressFamily> open = EnumSet.noneOf(AddressFamily.class);
  private InterfaceState state;
  private boolean stateChanged;
  private boolean running = true;
  private int nextTtl = 255;

  public final List<Sent> sent = new ArrayList<>();
  public final List<VrrpTransition> transitions = new ArrayList<>();
  public final List<Long> announcedNanos = new ArrayList<>();
  public final List<AddressInstaller.Outcome> outcomes = new ArrayList<>();
  public Installing installing = Installing.WORKS;
  public @Nullable String openError;
  public boolean holdsAddresses;
  public int removals;
  public int renewals;

  TestNode(TestLan lan, int number, String... addresses) {
    this.lan = lan;
    state = interfaceState(true, addresses);
    agent = new VrrpAgent(new Transport(), new Monitor(), new Announcer(), () -> Instant.EPOCH);
  }

  public VrrpAgent agent() {
    return agent;
  }

  public VirtualRouter add(VirtualRouterConfig config) {
    return agent.add(config, new Installer(), transitions::add);
  }

  /** Adds a router with what most tests want. */
  public VirtualRouter add(int priority) {
    return add(config(priority).build());
  }

  public static VirtualRouterConfig.Builder config(int priority) {
    return VirtualRouterConfig.builder("vip", "eth0", 51)
        .priority(priority)
        .addresses(address("10.0.0.240"));
  }

  public static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }

  public VrrpState stateNow() {
    return transitions.isEmpty() ? VrrpState.INIT : transitions.get(transitions.size() - 1).to();
  }

  public VrrpTransition lastTransition() {
    return transitions.get(transitions.size() - 1);
  }

  boolean isRunning() {
    return running;
  }

  /** Stops the node's time; frames queue up in its socket. */
  public void pause() {
    running = false;
  }

  public void resume() {
    running = true;
  }

  /** The process is gone: nothing runs and nothing is received. */
  public void kill() {
    running = false;
    open.clear();
    inbox.clear();
  }

  public void link(boolean up, String... addresses) {
    state = interfaceState(up, addresses);
    stateChanged = true;
  }

  /** Whether the node has the address to which a frame is sent by unicast. */
  boolean has(byte[] destination) {
    return state.addresses().stream()
        .anyMatch(address -> Arrays.equals(address.getAddress(), destination));
  }

  /** The interface carries no larger packets from now on. */
  public void carry(int mtuBytes) {
    state =
        new InterfaceState(state.name(), state.index(), state.up(), mtuBytes, state.addresses());
    stateChanged = true;
  }

  /** The interface disappears. */
  public void unplug() {
    state = InterfaceState.missing("eth0");
    stateChanged = true;
    open.clear();
  }

  private static InterfaceState interfaceState(boolean up, String... addresses) {
    return new InterfaceState(
        "eth0",
        INTERFACE_INDEX,
        up,
        1500,
        Arrays.stream(addresses).map(TestNode::address).toList());
  }

  void deliver(Frame frame) {
    if (open.contains(frame.family) && state.up()) {
      inbox.add(frame);
    }
  }

  /** Puts a datagram of one's own making, with a TTL of its own, into the socket. */
  public void inject(
      AddressFamily family, String source, String destination, int ttl, byte[] message) {
    nextTtl = ttl;
    deliver(
        new Frame(
            family, address(source).getAddress(), address(destination).getAddress(), message));
  }

  /** Puts a datagram of one's own making into the socket. */
  public void inject(AddressFamily family, String source, byte[] message) {
    deliver(new Frame(family, address(source).getAddress(), message));
  }

  private final class Transport implements VrrpTransport {
    private final ReceivedDatagram datagram = new ReceivedDatagram();

    @Override
    public void open(String interfaceName, AddressFamily family) throws IOException {
      if (openError != null) {
        throw new IOException(openError);
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
      if (!state.up()) {
        return false;
      }
      sent.add(new Sent(lan.nowNanos(), message[2] & 0xff));
      lan.broadcast(
          TestNode.this, new Frame(family, source.clone(), Arrays.copyOf(message, length)));
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
      if (!state.up()) {
        return false;
      }
      sent.add(new Sent(lan.nowNanos(), message[2] & 0xff));
      lan.unicast(
          TestNode.this,
          new Frame(family, source.clone(), destination.clone(), Arrays.copyOf(message, length)));
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
        fill(frame);
        receiver.onDatagram(datagram);
        count++;
      }
      return count;
    }

    private void fill(Frame frame) {
      datagram.family = frame.family;
      datagram.interfaceIndex = INTERFACE_INDEX;
      byte[] bytes = datagram.bytes;
      int header = 0;
      if (frame.family == AddressFamily.IPV4) {
        header = 20;
        Arrays.fill(bytes, 0, header, (byte) 0);
        bytes[0] = 0x45;
        bytes[2] = (byte) ((header + frame.message.length) >>> 8);
        bytes[3] = (byte) (header + frame.message.length);
        bytes[8] = (byte) nextTtl;
        bytes[9] = 112;
        System.arraycopy(frame.source, 0, bytes, 12, 4);
        System.arraycopy(frame.destination, 0, bytes, 16, 4);
      } else {
        datagram.hopLimit = nextTtl;
        System.arraycopy(frame.source, 0, datagram.source, 0, 16);
        System.arraycopy(frame.destination, 0, datagram.destination, 0, 16);
      }
      System.arraycopy(frame.message, 0, bytes, header, frame.message.length);
      datagram.length = header + frame.message.length;
      nextTtl = 255;
    }

    @Override
    public void await(long maxNanos) {}

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }

  private final class Monitor implements InterfaceMonitor {
    @Override
    public InterfaceState query(String interfaceName) {
      return interfaceName.equals("eth0") ? state : InterfaceState.missing(interfaceName);
    }

    @Override
    public int poll(Handler handler) {
      if (!stateChanged) {
        return 0;
      }
      stateChanged = false;
      handler.onInterface(state);
      return 1;
    }

    @Override
    public void close() {}
  }

  private final class Announcer implements NeighborAnnouncer {
    @Override
    public boolean announce(String interfaceName, InetAddress address) {
      announcedNanos.add(lan.nowNanos());
      return true;
    }

    @Override
    public void close() {}
  }

  private final class Installer implements AddressInstaller {
    @Override
    public void install(VirtualRouterConfig router, Outcome outcome) {
      outcomes.add(outcome);
      switch (installing) {
        case WORKS -> {
          holdsAddresses = true;
          outcome.installed();
        }
        case FAILS -> outcome.failed("permission denied");
        case WAITS -> {}
      }
    }

    @Override
    public void remove(VirtualRouterConfig router) {
      holdsAddresses = false;
      removals++;
    }

    @Override
    public void renew(VirtualRouterConfig router) {
      renewals++;
    }
  }
}
