package io.mainstay.node;

import static java.util.stream.Collectors.joining;

import com.google.inject.Module;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plug-in's jar with a class loader of its own, so that two plug-ins may bring different versions
 * of one library. What the node has, it takes from the node. The loader lives as long as the
 * process.
 *
 * @param path the jar
 * @param modules what it brings
 */
record PluginJar(Path path, List<Module> modules) {
  private static final Logger LOG = LoggerFactory.getLogger(PluginJar.class);
  private static final String SERVICE = "META-INF/services/com.google.inject.Module";

  /** Set by the start script. */
  private static final String HOME = "mainstay.home";

  /**
   * All jars of a folder, in the order of their names.
   *
   * @param folder empty for the one beside the program, which need not exist
   * @throws StartException when a jar cannot be loaded; the message names it
   */
  static List<PluginJar> in(Optional<Path> folder, ClassLoader parent) throws StartException {
    Optional<Path> home = Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    Optional<Path> beside = home.map(there -> there.resolve("plugins")).filter(Files::isDirectory);
    Optional<Path> place = folder.or(() -> beside);
    if (place.isEmpty()) {
      return List.of();
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(place.get(), "*.jar")) {
      jars.forEach(paths::add);
    } catch (IOException e) {
      throw new StartException("the folder of plug-ins cannot be read: " + e.getMessage(), e);
    }
    paths.sort(null);
    List<PluginJar> loaded = new ArrayList<>();
    for (Path path : paths) {
      loaded.add(load(path, parent));
    }
    return loaded;
  }

  private static PluginJar load(Path path, ClassLoader parent) throws StartException {
    try {
      requireModules(path);
      URL[] urls = {path.toUri().toURL()};
      ClassLoader own = new URLClassLoader(path.getFileName().toString(), urls, parent);
      // The parent's are among those found, and are loaded by the parent.
      List<Module> modules =
          ServiceLoader.load(Module.class, own).stream()
              .filter(provider -> provider.type().getClassLoader() == own)
              .<Module>map(ServiceLoader.Provider::get)
              .toList();
      LOG.info("plug-in {} brings {}", path, names(modules));
      return new PluginJar(path, modules);
    } catch (ServiceConfigurationError e) {
      throw new StartException(
          "plug-in "
              + path
              + " cannot be loaded: "
              + e.getMessage()
              + "; is "
              + SERVICE
              + " right?",
          e);
    } catch (IOException | LinkageError e) {
      throw new StartException("plug-in " + path + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static String names(List<Module> modules) {
    return modules.stream().map(each -> each.getClass().getName()).collect(joining(", "));
  }

  private static void requireModules(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      if (jar.getEntry(SERVICE) == null) {
        throw new IOException(
            "it lists no module in " + SERVICE + "; pack a library into the jar of its plug-in");
      }
    }
  }

  /** Whether a message is about one of its modules. */
  boolean isNamedIn(String message) {
    return modules.stream().anyMatch(module -> message.contains(module.getClass().getName()));
  }
}
