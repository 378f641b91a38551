package io.mainstay.proxy.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rule table: rows of wire bytes and what becomes of them, from text resources. */
public final class Vectors {
  private static final Pattern EACH = Pattern.compile("\\{each ([0-9a-f,-]+)}");

  /**
   * One row; the text is ISO-8859-1, one character per byte.
   *
   * @param section the headline above it, which names the RFC's section
   * @param generated whether it is one of many that a line of the table stands for
   */
  public record Row(String id, String section, boolean generated, String verdict, String text) {
    /** What goes over the wire. */
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private Vectors() {}

  /** The rows of one resource of this package. */
  public static List<Row> read(String resource) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      String section = "";
      for (String line : all.split("\n", -1)) {
        if (line.startsWith("#")) {
          section = line.contains("(RFC") ? line.substring(2, line.indexOf(')') + 1) : section;
        } else if (!line.isEmpty()) {
          addRows(rows, line, section);
        }
      }
    }
    return rows;
  }

  private static void addRows(List<Row> rows, String line, String section) {
    Matcher each = EACH.matcher(line);
    if (!each.find()) {
      rows.add(row(line, section, false));
      return;
    }
    for (String range : each.group(1).split(",", -1)) {
      int last = Integer.parseInt(range.substring(range.length() - 2), 16);
      for (int b = Integer.parseInt(range.substring(0, 2), 16); b <= last; b++) {
        String hex = String.format(Locale.ROOT, "%02x", b);
        String one = line.substring(0, each.start()) + "\\x" + hex + line.substring(each.end());
        rows.add(row(one.replaceFirst(" ", "-" + hex + " "), section, true));
      }
    }
  }

  /** Id, one or more spaces, verdict, two or more spaces, bytes. */
  private static Row row(String line, String section, boolean generated) {
    int idEnd = line.indexOf(' ');
    int verdict = skipSpaces(line, idEnd);
    int verdictEnd = line.indexOf("  ", verdict);
    int bytes = skipSpaces(line, verdictEnd);
    return new Row(
        line.substring(0, idEnd),
        section,
        generated,
        unescape(repeat(line.substring(verdict, verdictEnd))),
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
