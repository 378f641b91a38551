package io.mainstay.health.check;

import java.util.List;
import java.util.Locale;

/**
 * Status and headers of an answer.
 *
 * @param lines the header lines as they came
 */
record ResponseHead(int status, List<String> lines) {

  /** Splits the bytes of a head, its empty line included, decoded as ISO 8859-1. */
  static ResponseHead of(int status, String head) {
    return new ResponseHead(
        status, head.lines().skip(1).filter(line -> line.indexOf(':') > 0).toList());
  }

  /** The values of all headers of that name, which is in lower case. */
  List<String> values(String name) {
    return lines.stream()
        .filter(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT).equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }
}
