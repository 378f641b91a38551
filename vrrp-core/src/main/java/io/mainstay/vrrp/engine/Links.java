package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.ExpectedAdvertisement;
import io.mainstay.vrrp.packet.KnownRouters;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces that virtual routers run on. They are few, so a scan finds one sooner than a map
 * would, and without making a key.
 */
final class Links implements KnownRouters {
  private final List<Link> links = new ArrayList<>();
  private final VrrpTransport transport;
  private final InterfaceMonitor monitor;

  Links(VrrpTransport transport, InterfaceMonitor monitor) {
    this.transport = transport;
    this.monitor = monitor;
  }

  void add(RunningRouter router, long nowNanos) {
    String name = router.config().interfaceName();
    Link link = named(name);
    if (link == null) {
      link = new Link(name, transport);
      links.add(link);
    }
    link.of(router.config().family()).add(router);
    link.update(monitor.query(name), nowNanos);
  }

  void remove(RunningRouter router) {
    Link link = named(router.config().interfaceName());
    if (link != null) {
      link.of(router.config().family()).remove(router);
      if (link.isEmpty()) {
        links.remove(link);
      }
    }
  }

  void update(InterfaceState state, long nowNanos) {
    Link link = named(state.name());
    if (link != null) {
      link.update(state, nowNanos);
    }
  }

  int retry(long nowNanos) {
    int work = 0;
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (link.isRetryDue(nowNanos)) {
        link.update(monitor.query(link.name()), nowNanos);
        work++;
      }
    }
    return work;
  }

  long nextDeadlineNanos(long latest) {
    long next = latest;
    for (int i = 0; i < links.size(); i++) {
      next = links.get(i).nextDeadlineNanos(next);
    }
    return next;
  }

  @Nullable RunningRouter router(int interfaceIndex, AddressFamily family, int vrid) {
    Link link = withIndex(interfaceIndex);
    return link == null ? null : link.of(family).router(vrid);
  }

  @Override
  public @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid) {
    RunningRouter router = router(interfaceIndex, family, vrid);
    return router == null ? null : router.expected();
  }

  @Override
  public boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
    Link link = withIndex(interfaceIndex);
    return link != null && link.of(family).isOwnAddress(bytes, offset);
  }

  @Override
  public boolean mayHaveSent(
      int interfaceIndex, AddressFamily family, byte[] bytes, int offset, int length) {
    Link link = withIndex(interfaceIndex);
    return link != null && link.of(family).mayHaveSent(bytes, offset, length);
  }

  /** Tells every router that sends from there that its address is somebody else's as well. */
  void ownAddressHeard(
      int interfaceIndex, AddressFamily family, RejectReason how, AdvertisementDecoder datagram) {
    Link link = withIndex(interfaceIndex);
    if (link != null) {
      link.of(family).ownAddressHeard(how, datagram);
    }
  }

  @Override
  public boolean hearsUnicast(int interfaceIndex, AddressFamily family) {
    Link link = withIndex(interfaceIndex);
    return link != null && link.of(family).hearsUnicast();
  }

  @Override
  public int minimumHopLimit(int interfaceIndex, AddressFamily family, byte[] sender, int offset) {
    Link link = withIndex(interfaceIndex);
    return link == null
        ? KnownRouters.super.minimumHopLimit(interfaceIndex, family, sender, offset)
        : link.of(family).minimumHopLimit(sender, offset);
  }

  private @Nullable Link withIndex(int interfaceIndex) {
    for (int i = 0; i < links.size(); i++) {
      if (interfaceIndex != 0 && links.get(i).index() == interfaceIndex) {
        return links.get(i);
      }
    }
    return null;
  }

  private @Nullable Link named(String name) {
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).name().equals(name)) {
        return links.get(i);
      }
    }
    return null;
  }
}
