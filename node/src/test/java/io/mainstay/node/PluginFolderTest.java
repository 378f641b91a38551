package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mover that someone else wrote against the published interfaces, compiled here, put into the
 * folder {@code plugins} of an unpacked distribution, and started with its start script.
 */
@EnabledOnOs(OS.LINUX)
class PluginFolderTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

  private static final String SOURCE =
      """
      package com.example.stranger;

      import com.google.inject.AbstractModule;
      import com.google.inject.multibindings.MapBinder;
      import io.mainstay.vip.VipHolder;
      import io.mainstay.vip.VipMover;
      import io.mainstay.vip.VipMoverFactory;
      import io.mainstay.vip.VipOutcome;
      import io.mainstay.vip.VirtualAddress;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import java.util.Map;
      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CompletionStage;

      public final class StrangerModule extends AbstractModule {
        @Override
        protected void configure() {
          MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
              .addBinding("stranger")
              .toInstance(new Factory());
        }

        private static final class Factory implements VipMoverFactory {
          @Override
          public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
            return new Mover(Path.of(settings.get("notes")));
          }

          @Override
          public void check(Map<String, String> settings) {
            if (!settings.containsKey("notes")) {
              throw new IllegalArgumentException("the mover stranger needs notes, a folder");
            }
          }
        }

        /** An address is here while there is a file of its name. */
        private record Mover(Path notes) implements VipMover {
          private Path note(VirtualAddress address) {
            return notes.resolve(address.address().getHostAddress());
          }

          @Override
          public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
            try {
              boolean already = Files.exists(note(address));
              Files.writeString(note(address), address.interfaceName());
              return CompletableFuture.completedFuture(new VipOutcome.Held(already));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public CompletionStage<VipOutcome> release(VirtualAddress address) {
            try {
              Files.deleteIfExists(note(address));
              return CompletableFuture.completedFuture(new VipOutcome.Released());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public CompletionStage<VipHolder> inspect(VirtualAddress address) {
            return CompletableFuture.completedFuture(
                Files.exists(note(address)) ? new VipHolder.Here() : new VipHolder.Absent());
          }

          @Override
          public void close() {}
        }
      }
      """;

  private static Path folder = Path.of("");
  private static Path home = Path.of("");
  private static Path notes = Path.of("");

  @BeforeAll
  static void unpack(@TempDir Path temporary) throws Exception {
    folder = temporary;
    home = folder.resolve("mainstay");
    notes = Files.createDirectories(folder.resolve("notes"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("plugins"));
    Path lib = Files.createDirectories(home.resolve("lib"));
    Path script = home.resolve("bin/mainstay");
    Files.copy(Path.of("src/main/dist/bin/mainstay"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      Path jar = lib.resolve(++number + ".jar");
      if (Files.isRegularFile(path)) {
        Files.copy(path, jar);
      } else if (path.endsWith("classes")) {
        pack(path, jar);
      }
    }
    pack(compile(), home.resolve("plugins/stranger.jar"));
  }

  private static Path compile() throws IOException {
    Path source = folder.resolve("src/com/example/stranger/StrangerModule.java");
    Path classes = folder.resolve("stranger");
    Files.createDirectories(source.getParent());
    Files.writeString(source, SOURCE);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("com.google.inject.Module"), "com.example.stranger.StrangerModule\n");
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(exitCode).isZero();
    return classes;
  }

  private static void pack(Path directory, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(directory.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
  }

  private static Path configuration(String settings) throws IOException {
    return Files.writeString(
        folder.resolve("node.conf"),
        """
        mainstay {
          node.name = here
          status.bind = "127.0.0.1:8404"
          routers.vip {
            interface = left0, vrid = 51, priority = 150, advertisement-interval = 100ms
            addresses = [ "10.66.0.100/24" ], mover = stranger, mover-settings { SETTINGS }
          }
        }
        """
            .replace("SETTINGS", settings));
  }

  private static Process start(List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectOutput(folder.resolve("output").toFile()).start();
  }

  private static String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
  }

  @Test
  void shouldLetAStrangersMoverJudgeItsSettings() throws Exception {
    Path file = configuration("note = typo");

    Process check =
        start(List.of(home.resolve("bin/mainstay").toString(), "check", "-c", file.toString()));

    assertThat(check.waitFor()).isEqualTo(1);
    assertThat(output()).contains("the mover stranger needs notes, a folder");
  }

  @Test
  void shouldNameTheJarThatCannotBeLoaded() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other plugins"));
    Path file =
        Files.writeString(
            folder.resolve("broken.conf"),
            "mainstay { node.plugins = \""
                + other
                + "\", frontends.web { bind = \"127.0.0.1:0\","
                + " default-backend = a }, backends.a { servers { b = \"127.0.0.1:1\" } } }");
    List<String> words =
        List.of(home.resolve("bin/mainstay").toString(), "check", "-c", file.toString());
    Path jar = Files.writeString(other.resolve("broken.jar"), "no jar at all");

    assertThat(start(words).waitFor()).isEqualTo(1);
    assertThat(output()).contains("plug-in " + jar + " cannot be loaded");

    Path library = Files.createDirectories(folder.resolve("library/com/example"));
    Files.writeString(library.resolve("notes.txt"), "nothing to load");
    pack(folder.resolve("library"), jar);

    assertThat(start(words).waitFor()).isEqualTo(1);
    assertThat(output()).contains(jar + " cannot be loaded: it lists no module in META-INF");

    Path services = Files.createDirectories(folder.resolve("library/META-INF/services"));
    Files.writeString(services.resolve("com.google.inject.Module"), "com.example.Renamed\n");
    pack(folder.resolve("library"), jar);

    assertThat(start(words).waitFor()).isEqualTo(1);
    assertThat(output())
        .contains(
            "com.example.Renamed not found; is META-INF/services/com.google.inject.Module right?");
  }

  /** In a network namespace, which is why the host's interfaces are safe from this. */
  @Test
  void shouldMoveAddressesWithAStrangersMover() throws Exception {
    List<String> words = new ArrayList<>(namespace());
    words.addAll(
        List.of(
            "sh",
            "-c",
            "ip link set lo up && ip link add left0 type veth peer name right0"
                + " && ip address add 10.66.0.1/24 dev left0"
                + " && ip link set left0 up && ip link set right0 up"
                + " && exec \"$@\"",
            "sh",
            home.resolve("bin/mainstay").toString(),
            "run",
            "-c",
            configuration("notes = \"" + notes + "\"").toString()));
    Process node = start(words);
    try {
      Path note = notes.resolve("10.66.0.100");
      long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
      while (!Files.exists(note)) {
        assertThat(node.isAlive()).as(output()).isTrue();
        assertThat(deadlineNanos - System.nanoTime()).as(output()).isPositive();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }

      node.toHandle().destroy();

      assertThat(node.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
      assertThat(note).doesNotExist();
      assertThat(output()).contains("BACKUP -> MASTER", "from=ABSENT to=HELD");
    } finally {
      node.destroyForcibly();
    }
  }

  /** A network namespace of its own, without root where the kernel allows that. */
  private static List<String> namespace() throws Exception {
    for (List<String> words :
        List.of(
            List.of("unshare", "--user", "--map-root-user", "--net"),
            List.of("unshare", "--net"))) {
      if (succeeds(words)) {
        return words;
      }
    }
    Assumptions.abort("needs unshare and ip, and user namespaces or root");
    return List.of();
  }

  private static boolean succeeds(List<String> namespace) throws Exception {
    List<String> words = new ArrayList<>(namespace);
    words.addAll(List.of("ip", "link", "set", "lo", "up"));
    try {
      return start(words).waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
