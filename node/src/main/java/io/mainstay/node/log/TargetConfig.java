package io.mainstay.node.log;

import io.mainstay.node.accesslog.Facility;
import io.mainstay.node.accesslog.LineHeader;
import io.mainstay.node.accesslog.LogFormat;
import io.mainstay.node.accesslog.LogLevel;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * One place for lines.
 *
 * @param name what logs and status call it
 * @param place where it is
 * @param format how sessions look
 * @param header what stands in front of each line
 * @param facility of syslog
 * @param level what matters less is left out
 * @param minLevel what matters more is given this level
 * @param maxBytes longer lines are cut
 */
public record TargetConfig(
    String name,
    Place place,
    LogFormat format,
    LineHeader header,
    Facility facility,
    LogLevel level,
    LogLevel minLevel,
    int maxBytes) {

  /** Where lines go. */
  public sealed interface Place {}

  /** The program's standard output. */
  public record Stdout() implements Place {}

  /** The program's standard error. */
  public record Stderr() implements Place {}

  /** The end of a file, which may be moved away at any time. */
  public record File(Path path) implements Place {}

  /** A datagram socket of this host, such as {@code /dev/log}. */
  public record Unix(Path path) implements Place {}

  /** A datagram a line. */
  public record Udp(InetSocketAddress address) implements Place {}

  /** A connection, on which each line ends with a line feed. */
  public record Tcp(InetSocketAddress address) implements Place {}
}
