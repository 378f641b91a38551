package io.mainstay.node.log;

import io.mainstay.node.accesslog.AddressText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The targets of each kind. */
final class LogTargets {
  private LogTargets() {}

  /**
   * How a daemon is called in messages: {@code 127.0.0.1:601}, or {@code logs/127.0.0.1:601} where
   * a name was given.
   */
  static String name(InetSocketAddress daemon) {
    String host = daemon.getHostString();
    boolean literal = host.equals(daemon.getAddress().getHostAddress());
    return (literal ? "" : host + "/") + AddressText.of(daemon);
  }

  static LogTarget of(TargetConfig.Place place) throws IOException {
    if (place instanceof TargetConfig.File file) {
      return FileTarget.open(file.path());
    }
    if (place instanceof TargetConfig.Unix unix) {
      return new UnixTarget(unix.path());
    }
    if (place instanceof TargetConfig.Udp udp) {
      return new UdpTarget(udp.address());
    }
    if (place instanceof TargetConfig.Tcp tcp) {
      return new TcpTarget(tcp.address());
    }
    boolean out = place instanceof TargetConfig.Stdout;
    return new StreamTarget(
        new FileOutputStream(out ? FileDescriptor.out : FileDescriptor.err).getChannel());
  }
}
