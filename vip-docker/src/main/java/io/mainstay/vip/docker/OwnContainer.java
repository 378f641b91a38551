package io.mainstay.vip.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out in which container this process runs. */
final class OwnContainer {

  // The Engine mounts these three files of the container's into each container.
  private static final Pattern MOUNT =
      Pattern.compile("/containers/([0-9a-f]{64})/(?:hostname|hosts|resolv\\.conf) ");

  // With version 1 of control groups, the group is called after the container.
  private static final Pattern GROUP =
      Pattern.compile("[/:-](?:docker[/-])([0-9a-f]{64})(?:\\.scope)?$", Pattern.MULTILINE);

  private OwnContainer() {}

  /** The container's id; empty when this process runs in none. */
  static Optional<String> find() {
    return find(read(Path.of("/proc/self/mountinfo")), read(Path.of("/proc/self/cgroup")));
  }

  /** The same, from what the kernel says. Pure. */
  static Optional<String> find(String mountInfo, String controlGroups) {
    Matcher mount = MOUNT.matcher(mountInfo);
    if (mount.find()) {
      return Optional.of(mount.group(1));
    }
    Matcher group = GROUP.matcher(controlGroups);
    return group.find() ? Optional.of(group.group(1)) : Optional.empty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
