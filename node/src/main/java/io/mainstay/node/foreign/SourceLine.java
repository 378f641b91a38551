package io.mainstay.node.foreign;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import io.mainstay.node.config.ConfigProblem;
import java.util.List;

/**
 * The words of one line.
 *
 * @param file the file as it was named
 * @param number from 1
 * @param words without comments and quotes; at least one
 */
public record SourceLine(String file, int number, List<String> words) {
  public SourceLine {
    words = List.copyOf(words);
  }

  /** Where that is, for messages. */
  public String location() {
    return file + ":" + number;
  }

  /** A problem there. */
  public ConfigProblem says(String message) {
    return new ConfigProblem(location(), message);
  }

  ConfigOrigin origin() {
    return ConfigOriginFactory.newSimple(file).withLineNumber(number);
  }
}
