package io.mainstay.node.foreign;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file whose language is not the node's own. */
public final class SourceText {
  /** Larger than any configuration that a person wrote. */
  private static final long LARGEST_BYTES = 16 << 20;

  private SourceText() {}

  /**
   * The text; empty when it is told why there is none. Bytes that are no UTF-8 stay as they are.
   */
  public static Optional<String> read(Path file, Findings findings) {
    String location = file.toString();
    try {
      if (Files.isDirectory(file)) {
        findings.problem(new ConfigProblem(location, "is a directory, not a file"));
      } else if (!Files.isReadable(file)) {
        findings.problem(
            new ConfigProblem(
                location, "cannot be read; does the file exist, and may you read it?"));
      } else if (Files.size(file) > LARGEST_BYTES) {
        findings.problem(new ConfigProblem(location, "is larger than 16 MB"));
      } else {
        return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      findings.problem(new ConfigProblem(location, "cannot be read: " + e.getMessage()));
    }
    return Optional.empty();
  }
}
