package io.mainstay.node;

import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.config.RouterMover;
import io.mainstay.vip.NamedMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VipPolicy;
import java.util.ArrayList;
import java.util.List;

/** The movers of one router, in order, and the patience that the slowest of them needs. */
final class RouterMovers implements AutoCloseable {
  private final List<NamedMover> named = new ArrayList<>();
  private VipPolicy policy = VipPolicy.DEFAULT;

  private RouterMovers() {}

  /** Makes all movers, or none: what was made is closed when one cannot be. */
  static RouterMovers create(RouterConfig config, Plugins plugins) throws StartException {
    RouterMovers movers = new RouterMovers();
    try {
      for (RouterMover each : config.movers()) {
        movers.add(config, each, plugins);
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

  private void add(RouterConfig config, RouterMover mover, Plugins plugins) {
    VipMoverFactory factory = plugins.movers().get(mover.name());
    if (factory == null) {
      throw new IllegalArgumentException("there is no mover '" + mover.name() + "'");
    }
    String name = config.movers().size() == 1 ? "" : mover.name();
    named.add(new NamedMover(name, factory.create(config.addresses(), mover.settings())));
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
