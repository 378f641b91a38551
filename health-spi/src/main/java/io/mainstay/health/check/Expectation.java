package io.mainstay.health.check;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an HTTP answer must have, or with {@code !} must not. Written {@code status
 * 200-299}, {@code rstatus ^2}, {@code header Name text}, {@code rheader Name regex}, {@code header
 * Name} for one that is there at all, {@code string text} or {@code rstring regex} for the body; a
 * {@code !} in front turns it round.
 *
 * @param text as written, for messages
 * @param subject what is looked at
 * @param negated whether it must not be so
 * @param header the header's name in lower case; empty unless that is the subject
 * @param statuses the statuses; null unless they are written as such
 * @param match what to find; null for statuses and for a header that need only be there
 */
public record Expectation(
    String text,
    Subject subject,
    boolean negated,
    String header,
    @Nullable ExpectedStatus statuses,
    @Nullable TextMatch match) {

  /** What of an answer is looked at. */
  public enum Subject {
    STATUS,
    HEADER,
    BODY
  }

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Expects one of these statuses. */
  public static Expectation status(ExpectedStatus statuses) {
    return new Expectation("status " + statuses, Subject.STATUS, false, "", statuses, null);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none of the above
   */
  public static Expectation parse(String written) {
    boolean negated = written.startsWith("!");
    String plain = (negated ? written.substring(1) : written).strip();
    String[] words = BLANKS.split(plain, 2);
    String rest = words.length > 1 ? words[1] : "";
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + written + "' expects nothing; write 'status 200' or 'string OK'");
    }
    return switch (words[0]) {
      case "status" ->
          new Expectation(
              written,
              Subject.STATUS,
              negated,
              "",
              ExpectedStatus.parse(List.of(BLANKS.split(rest, -1))),
              null);
      case "rstatus" ->
          new Expectation(
              written, Subject.STATUS, negated, "", null, TextMatch.expression(negated, rest));
      case "string" ->
          new Expectation(written, Subject.BODY, negated, "", null, TextMatch.of(negated, rest));
      case "rstring" ->
          new Expectation(
              written, Subject.BODY, negated, "", null, TextMatch.expression(negated, rest));
      case "header", "rheader" -> header(written, negated, words[0].equals("rheader"), rest);
      default ->
          throw new IllegalArgumentException(
              "nothing can be expected of '"
                  + words[0]
                  + "'; there are status, rstatus, header, rheader, string, rstring");
    };
  }

  private static Expectation header(
      String written, boolean negated, boolean expression, String rest) {
    String[] words = BLANKS.split(rest, 2);
    @Nullable TextMatch match =
        words.length == 1
            ? null
            : expression
                ? TextMatch.expression(negated, words[1])
                : TextMatch.of(negated, words[1]);
    return new Expectation(
        written, Subject.HEADER, negated, words[0].toLowerCase(Locale.ROOT), null, match);
  }

  /** Judges what is known with the head. */
  boolean accepts(ResponseHead head) {
    if (subject == Subject.STATUS) {
      ExpectedStatus wanted = statuses;
      return wanted != null
          ? wanted.accepts(head.status()) != negated
          : accepts(Integer.toString(head.status()));
    }
    List<String> values = head.values(header);
    TextMatch wanted = match;
    boolean found = wanted == null ? !values.isEmpty() : values.stream().anyMatch(wanted::found);
    return found != negated;
  }

  /** Judges a body, or the status as text. */
  boolean accepts(String answer) {
    TextMatch wanted = match;
    return wanted == null || wanted.accepts(answer);
  }
}
