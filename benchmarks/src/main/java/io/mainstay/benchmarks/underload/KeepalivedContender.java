package io.mainstay.benchmarks.underload;

import java.nio.file.Path;
import java.util.List;

/** keepalived and HAProxy as they are used together, on the same core. */
final class KeepalivedContender implements Contender {
  @Override
  public String name() {
    return "keepalived + HAProxy";
  }

  @Override
  public List<Command> start(Stand stand) {
    Path haproxy = stand.write("haproxy.cfg", Configurations.haproxy());
    Path keepalived = stand.write("keepalived.conf", Configurations.keepalived(stand.options()));
    return List.of(
        service(stand, "haproxy", "haproxy", "-db", "-f", haproxy.toString()),
        service(stand, "keepalived", "keepalived", "-n", "-l", "-P", "-f", keepalived.toString()));
  }

  private static Command service(Stand stand, String name, String... words) {
    return stand.keep(Command.start(stand.directory(), name, Cores.measured(stand.onA(words))));
  }
}
