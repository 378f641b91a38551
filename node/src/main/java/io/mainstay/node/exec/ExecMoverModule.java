package io.mainstay.node.exec;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.VipMoverFactory;

/** Brings the mover {@code exec} the way a stranger's plug-in brings its own. */
public final class ExecMoverModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("exec")
        .toInstance(new ExecVipMoverFactory());
  }
}
