package io.mainstay.health.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The number at the beginning of a file.
 *
 * @param text the first word; empty for an empty file
 * @param value its value, or {@link #NONE} when it is no number
 */
record NumberInFile(String text, long value) {
  static final long NONE = Long.MIN_VALUE;

  /** More than any number has; the rest of a file is not read. */
  private static final int MAX_BYTES = 64;

  static NumberInFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    }
  }

  static NumberInFile parse(String content) {
    String word = content.strip().split("\\s", 2)[0];
    try {
      return new NumberInFile(word, Long.parseLong(word));
    } catch (NumberFormatException e) {
      return new NumberInFile(word, NONE);
    }
  }

  static String problem(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? file + " is missing"
        : file + " cannot be read: " + e.getMessage();
  }
}
