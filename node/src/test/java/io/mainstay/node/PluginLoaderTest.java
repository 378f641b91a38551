package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Module;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VirtualAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plug-in that does not work is told with its jar. */
class PluginLoaderTest {
  private static final Path JAR = Path.of("plugins", "stranger.jar");

  private static void load(Module module) throws StartException {
    PluginLoader.load(
        PluginLoaderTest.class.getClassLoader(), List.of(new PluginJar(JAR, List.of(module))));
  }

  /** As built against a library that is another one here. */
  private static final class Outdated extends AbstractModule {
    @Override
    protected void configure() {
      throw new NoSuchMethodError("com.example.Library.renamed()");
    }
  }

  private static final class Broken extends AbstractModule {
    @Override
    protected void configure() {
      MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
          .addBinding("broken")
          .to(BrokenFactory.class);
    }
  }

  private static final class BrokenFactory implements VipMoverFactory {
    @Inject
    BrokenFactory() {
      throw new IllegalStateException("no licence");
    }

    @Override
    public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void shouldNameTheJarThatWasBuiltForOtherLibraries() {
    assertThatThrownBy(() -> load(new Outdated()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(JAR + ": ")
        .hasMessageContaining("com.example.Library.renamed()");
  }

  @Test
  void shouldNameTheJarWhoseFactoryCannotBeMade() {
    assertThatThrownBy(() -> load(new Broken()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(JAR + ": ")
        .hasMessageContaining("no licence");
  }
}
