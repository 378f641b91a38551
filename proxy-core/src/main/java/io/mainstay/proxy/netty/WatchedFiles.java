package io.mainstay.proxy.netty;

import io.mainstay.proxy.tls.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Tells whether files have changed, by what the file system knows of them. */
final class WatchedFiles {
  private final List<Path> certificates;
  private final List<Path> others;
  private String last = "";

  /**
   * Knows of no file yet.
   *
   * @param certificates files and directories of files, each of which may have a key beside it
   * @param others files
   */
  WatchedFiles(List<Path> certificates, List<Path> others) {
    this.certificates = List.copyOf(certificates);
    this.others = List.copyOf(others);
  }

  /** Whether something is different from the last time. */
  boolean changed() {
    StringBuilder now = new StringBuilder();
    for (Path path : all()) {
      now.append(path).append(' ').append(state(path)).append('\n');
    }
    boolean changed = !last.contentEquals(now);
    last = now.toString();
    return changed;
  }

  private List<Path> all() {
    List<Path> all = new ArrayList<>(others);
    for (Path path : certificates) {
      List<Path> files;
      try {
        files = CertificateFiles.files(List.of(path));
      } catch (IOException e) {
        // An empty directory, or none any more.
        files = List.of(path);
      }
      for (Path file : files) {
        all.add(file);
        all.addAll(CertificateFiles.keysBeside(file));
      }
    }
    return all;
  }

  private static String state(Path path) {
    try {
      BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
      return is.fileKey() + " " + is.size() + " " + is.lastModifiedTime();
    } catch (IOException e) {
      return "none";
    }
  }
}
