package io.mainstay.health.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The HTTP statuses that count as healthy, written as {@code 200}, {@code 200-399}, {@code 2xx} or
 * several of these with commas between.
 *
 * @param ranges at least one
 */
public record ExpectedStatus(List<Range> ranges) {

  private static final Pattern ONE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
  private static final Pattern CLASS = Pattern.compile("([1-5])[xX]{2}");

  /** 200 to 399, as HAProxy and most others understand a healthy answer. */
  public static final ExpectedStatus DEFAULT = new ExpectedStatus(List.of(new Range(200, 399)));

  /** Statuses from {@code first} to {@code last}, both included. */
  public record Range(int first, int last) {

    public Range {
      if (first < 100 || last > 599 || first > last) {
        throw new IllegalArgumentException(
            "expected HTTP status '" + first + "-" + last + "' is no range within 100-599");
      }
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  public ExpectedStatus {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("no expected HTTP status is given");
    }
  }

  /**
   * Reads the words of a configuration.
   *
   * @throws IllegalArgumentException when one is no status, range or class
   */
  public static ExpectedStatus parse(List<String> words) {
    List<Range> ranges = new ArrayList<>();
    for (String word : words) {
      for (String item : word.split(",", -1)) {
        ranges.add(parseItem(item));
      }
    }
    return new ExpectedStatus(ranges);
  }

  /** Whether the status counts as healthy. */
  public boolean accepts(int status) {
    return ranges.stream().anyMatch(range -> range.first <= status && status <= range.last);
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }

  private static Range parseItem(String item) {
    Matcher one = ONE.matcher(item);
    if (one.matches()) {
      int first = Integer.parseInt(one.group(1));
      String last = one.group(2);
      return new Range(first, last == null ? first : Integer.parseInt(last));
    }
    Matcher statusClass = CLASS.matcher(item);
    if (statusClass.matches()) {
      int first = Integer.parseInt(statusClass.group(1)) * 100;
      return new Range(first, first + 99);
    }
    throw new IllegalArgumentException(
        "'" + item + "' is no expected HTTP status; write 200, 200-399 or 2xx");
  }
}
