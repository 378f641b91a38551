package io.mainstay.node;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.health.check.StandardChecks;

/** Brings the checks {@code tcp} and {@code http} the way a stranger's plug-in brings its own. */
public final class StandardChecksModule extends AbstractModule {

  /** One daemon thread serves every check of the process. */
  @Provides
  @Singleton
  CheckLoop loop() {
    return CheckLoop.start();
  }

  @ProvidesIntoMap
  @StringMapKey("tcp")
  HealthCheckFactory tcp(CheckLoop loop) {
    return StandardChecks.tcp(loop);
  }

  @ProvidesIntoMap
  @StringMapKey("http")
  HealthCheckFactory http(CheckLoop loop) {
    return StandardChecks.http(loop);
  }
}
