package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.vip.VipMoverFactory;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DockerModuleTest {
  @Test
  void shouldBeFoundAndOfferMoverAndCheck() {
    var injector = Guice.createInjector(ServiceLoader.load(Module.class));
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Map<String, VipMoverFactory>>() {})))
        .containsOnlyKeys("docker");
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Map<String, HealthCheckFactory>>() {})))
        .containsOnlyKeys("docker");
  }
}
