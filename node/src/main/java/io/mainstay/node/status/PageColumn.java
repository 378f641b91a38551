package io.mainstay.node.status;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.LatencySnapshot;
import io.mainstay.proxy.stats.StatsColumn;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * One column of the page's tables behind name and state.
 *
 * @param title what stands above it
 * @param meaning what its parts are, in their order
 * @param text what a line has there; empty for nothing
 */
record PageColumn(String title, String meaning, Function<StatsLine, String> text) {
  private static final String NOTHING = "–";

  static final List<PageColumn> ALL =
      List.of(
          of("Last check", "code, HTTP status, time: what it said", PageColumn::lastCheck),
          of("Sessions", "now / most / limit", numbers(SCUR, SMAX, SLIM)),
          of("Total", "sessions since the start", numbers(STOT)),
          of("Queue", "now / most / limit", numbers(QCUR, QMAX, QLIMIT)),
          of("Per second", "sessions now / most; requests now / most", PageColumn::rates),
          of("In", "bytes from clients", bytes(BIN)),
          of("Out", "bytes to clients", bytes(BOUT)),
          of("Errors", "requests / connections / answers", numbers(EREQ, ECON, ERESP)),
          of("5xx", "answers with a status of 500 and above", numbers(HRSP_5XX)),
          of("Repeated", "retries / sent to another server", numbers(WRETR, WREDIS)),
          of("Down", "failed checks / times down / time down", PageColumn::downs),
          time("Connect", ActivitySnapshot::connectTime),
          time("First byte", ActivitySnapshot::firstByteTime),
          time("Whole", ActivitySnapshot::totalTime));

  private static PageColumn of(String title, String meaning, Function<StatsLine, String> text) {
    return new PageColumn(title, meaning, text);
  }

  private static PageColumn time(
      String title, Function<ActivitySnapshot, LatencySnapshot> distribution) {
    return new PageColumn(
        title,
        "half of them took at most / 99 of 100",
        line -> line.activity().map(distribution).map(PageColumn::percentiles).orElse(""));
  }

  private static String percentiles(LatencySnapshot time) {
    return time.count() == 0
        ? ""
        : Figures.micros(time.p50Micros()) + " / " + Figures.micros(time.p99Micros());
  }

  private static Function<StatsLine, String> numbers(StatsColumn... columns) {
    return line -> joined(line, columns);
  }

  /** Nothing at all where none of them means anything. */
  private static String joined(StatsLine line, StatsColumn... columns) {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (StatsColumn column : columns) {
      String value = line.get(column);
      any |= !value.isEmpty();
      text.append(text.isEmpty() ? "" : " / ").append(value.isEmpty() ? NOTHING : value);
    }
    return any ? text.toString() : "";
  }

  private static Function<StatsLine, String> bytes(StatsColumn column) {
    return line -> number(line, column, Figures::bytes);
  }

  private static String number(StatsLine line, StatsColumn column, LongFunction<String> written) {
    String value = line.get(column);
    return value.isEmpty() ? "" : written.apply(Long.parseLong(value));
  }

  private static String rates(StatsLine line) {
    String requests = joined(line, REQ_RATE, REQ_RATE_MAX);
    return joined(line, RATE, RATE_MAX) + (requests.isEmpty() ? "" : "; " + requests);
  }

  private static String downs(StatsLine line) {
    if (line.get(CHKDOWN).isEmpty()) {
      return "";
    }
    return joined(line, CHKFAIL, CHKDOWN) + " / " + number(line, DOWNTIME, Figures::seconds);
  }

  private static String lastCheck(StatsLine line) {
    if (line.get(CHECK_STATUS).isEmpty()) {
      return line.get(LAST_AGT).isEmpty()
          ? ""
          : line.get(AGENT_STATUS)
              + " in "
              + line.get(AGENT_DURATION)
              + " ms: "
              + line.get(LAST_AGT);
    }
    StringBuilder text = new StringBuilder(line.get(CHECK_STATUS));
    if (!line.get(CHECK_CODE).isEmpty()) {
      text.append(' ').append(line.get(CHECK_CODE));
    }
    text.append(" in ").append(line.get(CHECK_DURATION)).append(" ms");
    for (StatsColumn said : List.of(LAST_CHK, LAST_AGT)) {
      text.append(line.get(said).isEmpty() ? "" : ": " + line.get(said));
    }
    if (!line.get(TRACKED).isEmpty()) {
      text.append(" (of ").append(line.get(TRACKED)).append(')');
    }
    return text + (line.warning().isEmpty() ? "" : "; " + line.warning());
  }
}
