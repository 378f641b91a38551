package io.mainstay.node;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.source.ServerSourceFactory;
import io.mainstay.vip.VipMoverFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds every plug-in: a jar that lists a Guice module in {@code
 * META-INF/services/com.google.inject.Module}, on the class path or in the folder of plug-ins. The
 * built-in movers and checks come in the same way.
 */
public final class PluginLoader {
  private PluginLoader() {}

  /** Loads those on the class path, or says which one cannot be loaded. */
  public static Plugins load(ClassLoader loader) throws StartException {
    return load(loader, List.of());
  }

  /**
   * Loads those on the class path and in a folder, or says which one cannot be loaded.
   *
   * @param folder empty for the one beside the program
   */
  public static Plugins load(ClassLoader loader, Optional<Path> folder) throws StartException {
    return load(loader, PluginJar.in(folder, loader));
  }

  private static Plugins load(ClassLoader loader, List<PluginJar> jars) throws StartException {
    List<Module> modules = new ArrayList<>();
    modules.add(new EmptyMaps());
    try {
      ServiceLoader.load(Module.class, loader).forEach(modules::add);
      for (PluginJar jar : jars) {
        modules.addAll(jar.modules());
      }
      var injector = Guice.createInjector(modules);
      return new Plugins(
          injector.getInstance(Key.get(new TypeLiteral<Map<String, VipMoverFactory>>() {})),
          injector.getInstance(Key.get(new TypeLiteral<Map<String, HealthCheckFactory>>() {})),
          injector.getInstance(Key.get(new TypeLiteral<Map<String, ServerSourceFactory>>() {})));
    } catch (ServiceConfigurationError e) {
      throw new StartException("a plug-in cannot be loaded: " + e.getMessage(), e);
    } catch (CreationException e) {
      String first = e.getErrorMessages().iterator().next().getMessage();
      String culprit =
          jars.stream()
              .filter(jar -> jar.isNamedIn(String.valueOf(e.getMessage())))
              .map(jar -> jar.path() + ": ")
              .findFirst()
              .orElse("");
      throw new StartException(
          culprit + "the plug-ins do not fit together: " + first.lines().findFirst().orElse(first),
          e);
    }
  }

  /** Declares the maps, so that they exist even when no plug-in adds to them. */
  private static final class EmptyMaps extends AbstractModule {
    @Override
    protected void configure() {
      MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class);
      MapBinder.newMapBinder(binder(), String.class, HealthCheckFactory.class);
      MapBinder.newMapBinder(binder(), String.class, ServerSourceFactory.class);
    }
  }
}
