package io.mainstay.vip.linux;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.VipMoverFactory;

/**
 * Offers the mover under the name {@code linux}. It opens nothing; {@link LinuxVrrpIo} is for the
 * application to open where VRRP runs.
 */
public final class LinuxModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("linux")
        .toInstance(new LinuxVipMoverFactory());
  }
}
