package io.mainstay.proxy.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows of wire bytes from a text resource. */
final class Vectors {
  /** One row; the text is ISO-8859-1, one character per byte. */
  record Row(String id, String verdict, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private Vectors() {}

  static List<Row> read(String resource) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : all.split("\n", -1)) {
        if (!line.isEmpty() && line.charAt(0) != '#') {
          rows.add(row(line));
        }
      }
    }
    return rows;
  }

  /** Id, two or more spaces, verdict, two or more spaces, bytes. */
  private static Row row(String line) {
    int idEnd = line.indexOf(' ');
    int verdict = skipSpaces(line, idEnd);
    int verdictEnd = line.indexOf("  ", verdict);
    int bytes = skipSpaces(line, verdictEnd);
    return new Row(
        line.substring(0, idEnd),
        unescape(line.substring(verdict, verdictEnd)),
        unescape(repeat(line.substring(bytes))));
  }

  private static int skipSpaces(String line, int from) {
    int p = from;
    while (line.charAt(p) == ' ') {
      p++;
    }
    return p;
  }

  /** Expands {n*text}, innermost first. */
  private static String repeat(String text) {
    String rest = text;
    while (true) {
      int star = rest.lastIndexOf('*');
      int open = -1;
      while (star >= 0) {
        open = rest.lastIndexOf('{', star);
        if (open >= 0 && rest.substring(open + 1, star).matches("[0-9]+")) {
          break;
        }
        star = rest.lastIndexOf('*', star - 1);
      }
      if (star < 0 || open < 0) {
        return rest;
      }
      int close = rest.indexOf('}', star);
      int count = Integer.parseInt(rest.substring(open + 1, star));
      rest =
          rest.substring(0, open)
              + rest.substring(star + 1, close).repeat(count)
              + rest.substring(close + 1);
    }
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'x' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> out.append(escape);
      }
    }
    return out.toString();
  }
}
