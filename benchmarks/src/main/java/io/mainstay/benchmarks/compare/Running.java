package io.mainstay.benchmarks.compare;

import java.util.LinkedHashSet;
import java.util.Set;

/** The processes that were started and must end, also when the user interrupts. */
final class Running {
  private final Set<PeerProcess> processes = new LinkedHashSet<>();

  synchronized void started(PeerProcess process) {
    processes.add(process);
  }

  synchronized void end(PeerProcess process) {
    process.close();
    processes.remove(process);
  }

  synchronized void endAll() {
    processes.forEach(PeerProcess::close);
    processes.clear();
  }
}
