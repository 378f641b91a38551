package io.mainstay.proxy.stats;

import java.util.EnumMap;

/** One line of statistics: what is known of a frontend, a server or a backend. Immutable. */
public final class StatsRow {
  private final EnumMap<StatsColumn, String> values;

  private StatsRow(EnumMap<StatsColumn, String> values) {
    this.values = values;
  }

  /** The line of one thing; everything else is empty. */
  static StatsRow of(String proxy, String thing) {
    return new StatsRow(new EnumMap<>(StatsColumn.class))
        .with(StatsColumn.PXNAME, proxy)
        .with(StatsColumn.SVNAME, thing);
  }

  /** The same with another value. */
  public StatsRow with(StatsColumn column, String value) {
    EnumMap<StatsColumn, String> changed = new EnumMap<>(values);
    changed.put(column, value);
    return new StatsRow(changed);
  }

  /** The same with another number. */
  public StatsRow with(StatsColumn column, long value) {
    return with(column, Long.toString(value));
  }

  /** The value, or empty. */
  public String get(StatsColumn column) {
    return values.getOrDefault(column, "");
  }

  /** As a line of CSV with its end. */
  String csv() {
    StringBuilder line = new StringBuilder();
    for (StatsColumn column : StatsColumn.values()) {
      line.append(quoted(get(column))).append(',');
    }
    return line.append('\n').toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
