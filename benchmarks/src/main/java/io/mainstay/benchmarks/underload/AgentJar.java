package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs one class that stands alone as a Java agent. */
public final class AgentJar {
  private AgentJar() {}

  /** Writes {@code jar}; the agent has a public {@code premain} method and no other class. */
  public static Path write(Path jar, Class<?> agent) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", agent.getName());
    String entry = agent.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = agent.getResourceAsStream("/" + entry)) {
      if (code == null) {
        throw new BenchException("there is no " + entry + " beside this program");
      }
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
      return jar;
    } catch (IOException e) {
      throw new BenchException("cannot write " + jar + ": " + e, e);
    }
  }
}
