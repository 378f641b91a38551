package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import io.mainstay.vip.VipMoverFactory;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DigitalOceanModuleTest {
  @Test
  void shouldBeFoundAsAPlugInAndOfferTheMover() {
    Map<String, VipMoverFactory> movers =
        Guice.createInjector(ServiceLoader.load(Module.class))
            .getInstance(Key.get(new TypeLiteral<Map<String, VipMoverFactory>>() {}));

    assertThat(movers).containsOnlyKeys("digitalocean");
    assertThat(movers.get("digitalocean")).isInstanceOf(DigitalOceanVipMoverFactory.class);
  }
}
