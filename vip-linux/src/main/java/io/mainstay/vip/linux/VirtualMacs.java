package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementFrame;
import io.mainstay.vrrp.packet.VirtualMac;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which virtual routers have a MAC address of their own. Changed from any thread; read by the
 * agent's without making garbage. They are few, so a scan will do.
 */
final class VirtualMacs {
  /** One router; the frame belongs to the agent's thread. */
  record Router(
      String interfaceName, VirtualMac mac, Set<InetAddress> addresses, AdvertisementFrame frame) {

    boolean is(String name, AddressFamily family, int vrid) {
      return mac.vrid() == vrid && mac.family() == family && interfaceName.equals(name);
    }
  }

  private volatile Router[] routers = {};

  synchronized void add(VirtualRouterConfig router) {
    VirtualMac mac = new VirtualMac(router.family(), router.vrid());
    List<Router> all = others(router);
    all.add(
        new Router(
            router.interfaceName(),
            mac,
            Set.copyOf(router.allAddresses()),
            new AdvertisementFrame(mac)));
    routers = all.toArray(new Router[0]);
  }

  synchronized void remove(VirtualRouterConfig router) {
    routers = others(router).toArray(new Router[0]);
  }

  private List<Router> others(VirtualRouterConfig router) {
    List<Router> all = new ArrayList<>(Arrays.asList(routers));
    all.removeIf(each -> each.is(router.interfaceName(), router.family(), router.vrid()));
    return all;
  }

  @Nullable Router find(String interfaceName, AddressFamily family, int vrid) {
    for (Router router : routers) {
      if (router.is(interfaceName, family, vrid)) {
        return router;
      }
    }
    return null;
  }

  @Nullable Router find(String interfaceName, InetAddress address) {
    for (Router router : routers) {
      if (router.interfaceName().equals(interfaceName) && router.addresses().contains(address)) {
        return router;
      }
    }
    return null;
  }
}
