package io.mainstay.node;

import io.mainstay.node.config.VrrpPriority;
import io.mainstay.vip.linux.LinuxThreadPriority;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel for the priority of the agent's thread, and lives with what it grants. */
final class VrrpThreadPriority {
  private static final Logger LOG = LoggerFactory.getLogger(VrrpThreadPriority.class);

  /** One way of asking; throws when the kernel refuses. */
  interface Ask {
    void now() throws IOException;
  }

  private final VrrpPriority wish;
  private final Ask realtime;
  private final Ask nice;
  private volatile VrrpPriority granted = VrrpPriority.NORMAL;

  VrrpThreadPriority(VrrpPriority wish) {
    this(wish, LinuxThreadPriority::realtime, LinuxThreadPriority::leastNice);
  }

  VrrpThreadPriority(VrrpPriority wish, Ask realtime, Ask nice) {
    this.wish = wish;
    this.realtime = realtime;
    this.nice = nice;
  }

  /** To be called by the thread that it is about. */
  void apply() {
    switch (wish) {
      case NORMAL -> {}
      case REALTIME -> insistOn(realtime, VrrpPriority.REALTIME);
      case NICE -> insistOn(nice, VrrpPriority.NICE);
      case AUTO -> tryBoth();
    }
  }

  private void insistOn(Ask ask, VrrpPriority then) {
    try {
      ask.now();
      granted(then);
    } catch (IOException e) {
      LOG.warn(
          "VRRP runs at normal priority, not as node.vrrp-priority = {} asks: {}",
          wish.word(),
          e.getMessage());
    }
  }

  private void tryBoth() {
    try {
      realtime.now();
      granted(VrrpPriority.REALTIME);
    } catch (IOException refused) {
      try {
        nice.now();
        granted(VrrpPriority.NICE);
      } catch (IOException e) {
        LOG.info(
            "VRRP runs at normal priority, so a busy host may delay advertisements; {}",
            refused.getMessage());
      }
    }
  }

  private void granted(VrrpPriority priority) {
    granted = priority;
    LOG.info("VRRP runs at {} priority", priority.word());
  }

  /** What the kernel granted; any thread. */
  VrrpPriority granted() {
    return granted;
  }
}
