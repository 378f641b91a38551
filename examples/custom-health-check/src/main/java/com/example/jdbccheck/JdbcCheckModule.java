package com.example.jdbccheck;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.health.BlockingCheck;
import io.mainstay.health.HealthCheckFactory;

/** Offers the check under the name {@code jdbc}. The node finds this class by META-INF/services. */
public final class JdbcCheckModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, HealthCheckFactory.class)
        .addBinding("jdbc")
        .toInstance(
            (spec, environment) ->
                new BlockingCheck(JdbcProbe.of(spec), environment.blocking()));
  }
}
