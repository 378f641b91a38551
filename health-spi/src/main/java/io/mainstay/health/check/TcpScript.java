package io.mainstay.health.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What to say and what to hear on a connection. Each step is one word: {@code "send PING\r\n"},
 * {@code "send-binary 50494e47"}, {@code "expect string +PONG"}, {@code "expect rstring ^220"},
 * {@code "expect binary 2b"}; {@code "expect ! string -ERR"} must not be heard. A text may have
 * {@code \r \n \t \\} and {@code \x00}.
 *
 * @param steps at least one
 */
public record TcpScript(List<Step> steps) {

  /** The most steps of a script. */
  public static final int MAX_STEPS = 100;

  /** One of them. */
  public sealed interface Step {
    /** As it was written. */
    String written();
  }

  /** Bytes to send, each as one ISO 8859-1 character. */
  public record Send(String written, String bytes) implements Step {}

  /** What must be heard, or not. */
  public record Expect(String written, TextMatch match) implements Step {}

  public TcpScript {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException(
          "a tcp-check has 1 to "
              + MAX_STEPS
              + " steps, such as 'send PING\\r\\n' 'expect string +PONG', not "
              + steps.size());
    }
    if (steps.stream().noneMatch(Expect.class::isInstance)) {
      throw new IllegalArgumentException(
          "a tcp-check expects something; for a mere connection write tcp");
    }
  }

  /**
   * Reads the steps.
   *
   * @throws IllegalArgumentException when one is none of the above
   */
  public static TcpScript parse(List<String> words) {
    List<Step> steps = new ArrayList<>();
    for (String word : words) {
      String[] parts = word.strip().split("\\s+", 2);
      String rest = parts.length > 1 ? parts[1] : "";
      steps.add(
          switch (parts[0]) {
            case "send" -> new Send(word, unescaped(needed(word, rest)));
            case "send-binary" -> new Send(word, binary(rest));
            case "expect" -> new Expect(word, match(word, rest));
            default ->
                throw new IllegalArgumentException(
                    "'" + word + "' is no step of a tcp-check; write 'send …' or 'expect …'");
          });
    }
    return new TcpScript(steps);
  }

  private static TextMatch match(String word, String written) {
    boolean negated = written.startsWith("!");
    String[] parts = (negated ? written.substring(1) : written).strip().split("\\s+", 2);
    String rest = needed(word, parts.length > 1 ? parts[1] : "");
    return switch (parts[0]) {
      case "string" -> TextMatch.of(negated, unescaped(rest));
      case "rstring" -> TextMatch.expression(negated, rest);
      case "binary" -> TextMatch.of(negated, binary(rest));
      default ->
          throw new IllegalArgumentException(
              "'" + word + "' expects neither string, rstring nor binary");
    };
  }

  private static String needed(String word, String rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("'" + word + "' says too little");
    }
    return rest;
  }

  private static String binary(String hex) {
    try {
      return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + hex + "' is not hexadecimal", e);
    }
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int i = 0;
    while (i < bytes.length()) {
      char c = bytes.charAt(i++);
      if (c != '\\' || i == bytes.length()) {
        plain.append(c);
        continue;
      }
      char escaped = bytes.charAt(i++);
      switch (escaped) {
        case 'r' -> plain.append('\r');
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case '\\' -> plain.append('\\');
        case 'x' -> {
          plain.append(binary(bytes.substring(i, Math.min(bytes.length(), i + 2))));
          i += 2;
        }
        default ->
            throw new IllegalArgumentException(
                "'\\" + escaped + "' is none of \\r \\n \\t \\\\ \\x00");
      }
    }
    return plain.toString();
  }
}
