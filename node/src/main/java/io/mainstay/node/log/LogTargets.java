package io.mainstay.node.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The targets of each kind. */
final class LogTargets {
  private LogTargets() {}

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
