package io.mainstay.node;

import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.config.RouterMover;
import io.mainstay.vip.NamedMover;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VipPolicy;
import io.mainstay.vip.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The movers of one router, in order, and the patience that the slowest of them needs. */
final class RouterMovers implements AutoCloseable {
  private final List<NamedMover> named = new ArrayList<>();
  private VipPolicy policy = VipPolicy.DEFAULT;

  private RouterMovers() {}

  /** Makes all movers, or none: what was made is closed when one cannot be. */
  static RouterMovers create(RouterConfig config, Plugins plugins) throws StartException {
    RouterMovers movers = new RouterMovers();
    try {
      for (int i = 0; i < config.movers().size(); i++) {
        Map<VirtualAddress, VirtualAddress> arriving = new LinkedHashMap<>();
        for (RouterMover later : config.movers().subList(i + 1, config.movers().size())) {
          arriving.putAll(factory(later, plugins).arriving(config.addresses(), later.settings()));
        }
        movers.add(config, config.movers().get(i), arriving, plugins);
      }
      return movers;
    } catch (IllegalArgumentException e) {
      movers.close();
      throw new StartException(
          config.location() + ": router " + config.vrrp().name() + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      movers.close();
      throw new StartException(
          config.location() + ": a mover does not fit this version of Mainstay: " + e, e);
    } catch (RuntimeException e) {
      movers.close();
      throw e;
    }
  }

  private static VipMoverFactory factory(RouterMover mover, Plugins plugins) {
    VipMoverFactory factory = plugins.movers().get(mover.name());
    if (factory == null) {
      throw new IllegalArgumentException("there is no mover '" + mover.name() + "'");
    }
    return factory;
  }

  /**
   * Makes one.
   *
   * @param arriving which address it is to hold here instead of another
   */
  private void add(
      RouterConfig config,
      RouterMover mover,
      Map<VirtualAddress, VirtualAddress> arriving,
      Plugins plugins) {
    VipMoverFactory factory = factory(mover, plugins);
    String name = config.movers().size() == 1 ? "" : mover.name();
    List<VirtualAddress> held =
        config.addresses().stream()
            .map(each -> arriving.getOrDefault(each, each))
            .distinct()
            .toList();
    VipMover made = factory.create(held, mover.settings());
    named.add(new NamedMover(name, arriving.isEmpty() ? made : new ArrivalMover(made, arriving)));
    if (factory.policy().failAfter().compareTo(policy.failAfter()) > 0) {
      policy = factory.policy();
    }
  }

  List<NamedMover> named() {
    return List.copyOf(named);
  }

  VipPolicy policy() {
    return policy;
  }

  @Override
  public void close() {
    named.forEach(each -> each.mover().close());
  }
}
