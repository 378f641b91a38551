package io.mainstay.vrrp.net;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a host that is alone on its link, and on which a real thread can sleep. It can be
 * made to receive one datagram again and again, without allocating.
 */
public final class LoopTransport implements VrrpTransport, InterfaceMonitor, NeighborAnnouncer {
  private final Semaphore wakeups = new Semaphore(0);
  private final InterfaceState state;
  public @Nullable ReceivedDatagram repeated;
  public long sent;

  public LoopTransport(InetAddress address) {
    state = new InterfaceState("eth0", 7, true, 1500, List.of(address));
  }

  @Override
  public void open(String interfaceName, AddressFamily family) {}

  @Override
  public void close(String interfaceName, AddressFamily family) {}

  @Override
  public boolean send(
      String interfaceName, AddressFamily family, byte[] source, byte[] message, int length) {
    sent++;
    return true;
  }

  @Override
  public int receive(Receiver receiver, int limit) {
    ReceivedDatagram datagram = repeated;
    if (datagram == null) {
      return 0;
    }
    receiver.onDatagram(datagram);
    return 1;
  }

  @Override
  public void await(long maxNanos) {
    try {
      if (wakeups.tryAcquire(maxNanos, TimeUnit.NANOSECONDS)) {
        wakeups.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void wakeup() {
    wakeups.release();
  }

  @Override
  public InterfaceState query(String interfaceName) {
    return state;
  }

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
