package io.mainstay.vip.digitalocean;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.VipMoverFactory;

/** Offers the mover under the name {@code digitalocean}. It opens nothing. */
public final class DigitalOceanModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("digitalocean")
        .toInstance(new DigitalOceanVipMoverFactory());
  }
}
