package io.mainstay.health.check;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A text or an expression that an answer must have, or must not. Bytes are compared as ISO 8859-1,
 * so that any of them can be written and found.
 *
 * @param negated whether it must not be there
 * @param text the text, or null for an expression
 * @param expression the regular expression, or null for a text
 */
public record TextMatch(boolean negated, @Nullable String text, @Nullable Pattern expression) {

  /** Steps that an expression may take on one answer; a sane one takes a few per character. */
  public static final long MAX_STEPS = 5_000_000;

  /** A text. */
  public static TextMatch of(boolean negated, String text) {
    return new TextMatch(negated, text, null);
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static TextMatch expression(boolean negated, String regex) {
    try {
      return new TextMatch(negated, null, Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + regex + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** An answer on which the expression takes too long. */
  public static final class TooCostlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooCostlyException() {
      super("the expression takes too long on this answer; make it simpler", null, false, false);
    }
  }

  /**
   * Whether the answer is as wanted.
   *
   * @throws TooCostlyException when that cannot be told in {@link #MAX_STEPS}: an answer must not
   *     be able to keep the thread of all checks
   */
  boolean accepts(String answer) {
    return found(answer) != negated;
  }

  /** Whether the text or expression is in the answer. */
  boolean found(String answer) {
    Pattern regex = expression;
    if (regex == null) {
      return text != null && answer.contains(text);
    }
    try {
      return regex.matcher(new Counted(answer, 0, answer.length(), new AtomicLong())).find();
    } catch (StackOverflowError e) {
      throw new TooCostlyException();
    }
  }

  /** Counts the looks that a matcher takes. */
  private record Counted(String text, int from, int to, AtomicLong steps) implements CharSequence {

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (steps.incrementAndGet() > MAX_STEPS) {
        throw new TooCostlyException();
      }
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, from + start, from + end, steps);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }

  @Override
  public String toString() {
    Pattern regex = expression;
    return (negated ? "! " : "") + (regex == null ? "string " + text : "rstring " + regex);
  }
}
