package io.mainstay.node.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineHeaderTest {
  private static final long NOW = Instant.parse("2009-02-06T12:14:14.655Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FILE     | 'Feb  6 12:14:14 lb1 mainstay[7]: '",
        "LOCAL    | '<134>Feb  6 12:14:14 mainstay[7]: '",
        "RFC3164  | '<134>Feb  6 12:14:14 lb1 mainstay[7]: '",
        "RFC5424  | '<134>1 2009-02-06T12:14:14+00:00 lb1 mainstay 7 - - '",
        "PRIORITY | '<134>'",
        "SHORT    | '<6>'",
        "TIMED    | '<6>2009-02-06T12:14:14+00:00 '",
        "ISO      | '2009-02-06T12:14:14+00:00 '",
        "RAW      | ''"
      })
  void shouldStandInFrontOfTheLine(LineHeader header, String expected) {
    assertThat(of(header, Facility.LOCAL0, LogLevel.INFO)).isEqualTo(expected);
  }

  @Test
  void shouldNumberFacilitiesAndLevelsAsSyslogDoes() {
    assertThat(of(LineHeader.PRIORITY, Facility.KERN, LogLevel.EMERG)).isEqualTo("<0>");
    assertThat(of(LineHeader.PRIORITY, Facility.LOCAL7, LogLevel.DEBUG)).isEqualTo("<191>");
    assertThat(of(LineHeader.SHORT, Facility.LOCAL7, LogLevel.ERR)).isEqualTo("<3>");
  }

  @Test
  void shouldChangeWithTheSecondAndTheLevel() {
    LineHeader.Writer writer =
        LineHeader.TIMED.in(ZoneId.of("UTC"), Facility.LOCAL0, "lb1", "mainstay", 7);
    LineBuffer line = new LineBuffer(1);

    writer.put(LogLevel.INFO, NOW, line);
    writer.put(LogLevel.INFO, NOW + 344, line);
    writer.put(LogLevel.INFO, NOW + 345, line);
    writer.put(LogLevel.ERR, NOW + 345, line);

    assertThat(line.toString().split(" "))
        .containsExactly(
            "<6>2009-02-06T12:14:14+00:00",
            "<6>2009-02-06T12:14:14+00:00",
            "<6>2009-02-06T12:14:15+00:00",
            "<3>2009-02-06T12:14:15+00:00");
  }

  private static String of(LineHeader header, Facility facility, LogLevel level) {
    LineBuffer line = new LineBuffer(1);
    header.in(ZoneId.of("UTC"), facility, "lb1", "mainstay", 7).put(level, NOW, line);
    return line.toString();
  }
}
