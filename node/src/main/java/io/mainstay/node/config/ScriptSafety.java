package io.mainstay.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Finds scripts that more people can change than should be able to act as the node. */
final class ScriptSafety {
  private ScriptSafety() {}

  /** What is dangerous about the script or the folder it lies in. */
  static Optional<String> warning(Path script) {
    if (anyoneMayWrite(script)) {
      return Optional.of(script + " can be changed by any user of this host; chmod o-w it");
    }
    Path folder = script.getParent();
    if (folder != null && anyoneMayWrite(folder)) {
      return Optional.of(
          script + " can be replaced by any user of this host, who may write to " + folder);
    }
    return Optional.empty();
  }

  private static boolean anyoneMayWrite(Path path) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OTHERS_WRITE) && !isSticky(path);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** In a folder such as /tmp only the owner of a file may replace it. */
  private static boolean isSticky(Path path) throws IOException {
    return Files.getAttribute(path, "unix:mode") instanceof Integer mode
        && (mode & 01000) != 0
        && Files.isDirectory(path);
  }
}
