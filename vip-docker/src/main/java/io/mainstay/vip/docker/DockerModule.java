package io.mainstay.vip.docker;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.source.ServerSourceFactory;
import io.mainstay.vip.VipMoverFactory;

/**
 * Offers the mover, the check and the source of servers under the name {@code docker}. It opens
 * nothing.
 */
public final class DockerModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("docker")
        .toInstance(new DockerVipMoverFactory());
    MapBinder.newMapBinder(binder(), String.class, HealthCheckFactory.class)
        .addBinding("docker")
        .toInstance(new DockerCheckFactory());
    MapBinder.newMapBinder(binder(), String.class, ServerSourceFactory.class)
        .addBinding("docker")
        .toInstance(new DockerSourceFactory());
  }
}
