package io.mainstay.benchmarks.compare;

import java.util.LinkedHashSet;
import java.util.Set;

/** The processes that were started and must end, also when the user interrupts. */
final class Running {
  private final Set<PeerProcess> processes = new LinkedHashSet<>();
  private boolean over;

  /** A process that starts while all are being ended is ended as well. */
  synchronized void started(PeerProcess process) {
    if (over) {
      process.close();
    } else {
      processes.add(process);
    }
  }

  synchronized void end(PeerProcess process) {
    process.close();
    processes.remove(process);
  }

  synchronized void endAll() {
    over = true;
    processes.forEach(PeerProcess::close);
    processes.clear();
  }
}
