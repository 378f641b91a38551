package io.mainstay.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.health.HealthCheckFactory;

/** Offers the check under the name {@code grpc}. Its thread starts with the first probe. */
public final class GrpcCheckModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, HealthCheckFactory.class)
        .addBinding("grpc")
        .toInstance(new GrpcCheckFactory(new GrpcLoop()));
  }
}
