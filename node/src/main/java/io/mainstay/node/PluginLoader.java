package io.mainstay.node;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.spi.Message;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.source.ServerSourceFactory;
import io.mainstay.vip.VipMoverFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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

  /** Loads those on the class path and in these jars. */
  static Plugins load(ClassLoader loader, List<PluginJar> jars) throws StartException {
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
      throw unfit(jars, e.getErrorMessages(), e);
    } catch (ProvisionException e) {
      throw unfit(jars, e.getErrorMessages(), e);
    } catch (LinkageError e) {
      // Built against other versions than those that are here.
      String where = Arrays.toString(e.getStackTrace());
      throw new StartException(culprit(jars, where) + "a plug-in cannot be loaded: " + e, e);
    }
  }

  private static StartException unfit(
      List<PluginJar> jars, Collection<Message> messages, RuntimeException e) {
    String first = messages.iterator().next().getMessage();
    return new StartException(
        culprit(jars, String.valueOf(e.getMessage()))
            + "the plug-ins do not fit together: "
            + first.lines().findFirst().orElse(first),
        e);
  }

  /** The jar that a text is about, for the beginning of a message; empty when it is about none. */
  private static String culprit(List<PluginJar> jars, String text) {
    return jars.stream()
        .filter(jar -> jar.isNamedIn(text))
        .map(jar -> jar.path() + ": ")
        .findFirst()
        .orElse("");
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
