package io.mainstay.node.accesslog;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What stands in front of a line: HAProxy's formats of a {@code log} target, and that of files. */
public enum LineHeader {
  /** {@code Nov 28 23:11:06 host tag[pid]: }, as syslog daemons write it to files. */
  FILE,
  /** {@code <134>Nov 28 23:11:06 tag[pid]: }, for a syslog daemon on this host. */
  LOCAL,
  /** {@code <134>Nov 28 23:11:06 host tag[pid]: }. */
  RFC3164,
  /** {@code <134>1 2026-11-28T23:11:06+00:00 host tag pid - - }. */
  RFC5424,
  /** {@code <134>}. */
  PRIORITY,
  /** {@code <6>}: the level alone, as systemd's journal takes it. */
  SHORT,
  /** {@code <6>2026-11-28T23:11:06+00:00 }. */
  TIMED,
  /** {@code 2026-11-28T23:11:06+00:00 }. */
  ISO,
  /** Nothing. */
  RAW;

  /**
   * Who writes it. For one thread.
   *
   * @param host the name of this host
   * @param tag the name of the program
   */
  public Writer in(ZoneId zone, Facility facility, String host, String tag, long pid) {
    LogClock clock =
        this == FILE || this == LOCAL || this == RFC3164
            ? LogClock.rfc3164(zone)
            : LogClock.iso(zone);
    String sender = tag + "[" + pid + "]: ";
    Writer maker =
        (level, nowMillis, line) -> {
          switch (this) {
            case LOCAL, RFC3164, RFC5424, PRIORITY ->
                line.put('<').put(facility.priority(level)).put('>');
            case SHORT, TIMED -> line.put('<').put(level.code()).put('>');
            case FILE, ISO, RAW -> {}
          }
          switch (this) {
            case FILE, RFC3164 ->
                line.put(clock.second(nowMillis)).put(' ').text(host).put(' ').text(sender);
            case LOCAL -> line.put(clock.second(nowMillis)).put(' ').text(sender);
            case RFC5424 -> {
              line.put("1 ").put(clock.second(nowMillis)).put(' ').text(host).put(' ');
              line.text(tag).put(' ').put(pid).put(" - - ");
            }
            case TIMED, ISO -> line.put(clock.second(nowMillis)).put(' ');
            case PRIORITY, SHORT, RAW -> {}
          }
        };
    return new Repeated(maker);
  }

  /**
   * Most lines share their second and their level with the one before, and their header with it.
   */
  private static final class Repeated implements Writer {
    private final Writer maker;
    private long second = Long.MIN_VALUE;
    private @Nullable LogLevel level;
    private byte[] header = {};

    Repeated(Writer maker) {
      this.maker = maker;
    }

    @Override
    public void put(LogLevel next, long nowMillis, LineBuffer line) {
      long nowSecond = Math.floorDiv(nowMillis, 1000L);
      if (nowSecond != second || next != level) {
        second = nowSecond;
        level = next;
        LineBuffer text = new LineBuffer(64);
        maker.put(next, nowMillis, text);
        header = text.copy();
      }
      line.put(header);
    }
  }

  /** Writes headers. */
  @FunctionalInterface
  public interface Writer {
    /** The header of a line of this level. */
    void put(LogLevel level, long nowMillis, LineBuffer line);
  }
}
