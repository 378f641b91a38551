package io.mainstay.node.config;

import io.mainstay.node.log.FileKind;
import io.mainstay.proxy.OwnAnswer;
import io.mainstay.proxy.OwnAnswers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the files that say what clients get when the node itself answers. Many sections may name
 * the same file, which is read once; what is wrong with a line that many inherit is told once.
 */
final class ErrorFilesReader {
  private final Map<String, OwnAnswer> answers = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /** What the section {@code error-files} says: status = file. */
  OwnAnswers read(Section section) {
    Map<Integer, OwnAnswer> byStatus = new HashMap<>();
    for (String key : section.keysWithDefaults()) {
      String file = section.string(key);
      Optional<Integer> status = status(key);
      if (status.isEmpty()) {
        tell(
            section,
            key,
            "is no status that a node itself answers with; take one of "
                + OwnAnswers.statuses().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
        continue;
      }
      try {
        byStatus.put(status.get(), answer(file));
      } catch (IOException | IllegalArgumentException e) {
        tell(section, key, "cannot be used: " + file + ": " + e.getMessage());
      }
    }
    section.close();
    return new OwnAnswers(byStatus);
  }

  private static Optional<Integer> status(String key) {
    return OwnAnswers.statuses().stream()
        .filter(status -> String.valueOf(status).equals(key))
        .findFirst();
  }

  private void tell(Section section, String key, String problem) {
    if (told.add(section.location(key) + " " + key + " " + problem)) {
      section.problem(key, problem);
    }
  }

  private OwnAnswer answer(String file) throws IOException {
    OwnAnswer known = answers.get(file);
    OwnAnswer answer = known == null ? OwnAnswer.parse(bytes(Path.of(file))) : known;
    answers.put(file, answer);
    return answer;
  }

  /** One byte more than an answer may have shows that it is too long, of /dev/zero too. */
  private static byte[] bytes(Path file) throws IOException {
    if (FileKind.isFifo(file)) {
      throw new IOException("is a pipe, which may never end; take a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(OwnAnswer.MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file; mend its name", e);
    } catch (IOException e) {
      throw new IOException(
          "it cannot be read (" + e.getMessage() + "); mend its name or its permissions", e);
    }
  }
}
