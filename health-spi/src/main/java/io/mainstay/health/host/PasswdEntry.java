package io.mainstay.health.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user of this host.
 *
 * @param name the login name
 * @param uid the user's number
 * @param gid the number of the primary group
 * @param home the home folder
 */
public record PasswdEntry(String name, int uid, int gid, String home) {
  private static final Path PASSWD = Path.of("/etc/passwd");
  private static final int ROOT_UID = 0;
  private static final int FIELDS = 6;

  /** The user of that name; empty when the host's file has none. */
  public static Optional<PasswdEntry> of(String user) {
    try (Stream<String> lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(PasswdEntry::parse)
          .flatMap(Optional::stream)
          .filter(entry -> entry.name.equals(user))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<PasswdEntry> parse(String line) {
    String[] fields = line.split(":", -1);
    if (fields.length < FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PasswdEntry(
              fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[5]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean isRoot() {
    return uid == ROOT_UID;
  }
}
