package io.mainstay.vip.linux;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the kernel ask at once for every neighbour it waits for.
 *
 * <p>Whatever is sent on a dead link makes the kernel ask for the neighbour there, and it asks
 * again a second later, not when the link returns. A node that takes an address as soon as its link
 * is back would keep its clients for up to that second, unable to reach its own servers.
 */
final class UnansweredNeighbors {
  private static final Logger LOG = LoggerFactory.getLogger(UnansweredNeighbors.class);

  /** As many neighbours as a kernel keeps by default. */
  static final int MAX_ASKED = 1024;

  private final NetlinkClient netlink;

  UnansweredNeighbors(NetlinkClient netlink) {
    this.netlink = netlink;
  }

  /** Waits for the kernel. What it refuses costs that second and no more, so it is only logged. */
  void askAnew() {
    try {
      List<NeighborEntry> unanswered =
          netlink.neighbors().stream().filter(NeighborEntry::unanswered).limit(MAX_ASKED).toList();
      for (NeighborEntry neighbor : unanswered) {
        askAnew(neighbor);
      }
    } catch (IOException e) {
      LOG.debug("neighbours are not asked anew: {}", e.getMessage());
    }
  }

  private void askAnew(NeighborEntry neighbor) throws IOException {
    try {
      netlink.askNeighborAnew(neighbor);
    } catch (ErrnoException e) {
      // Meanwhile it answered, was given up or lost its interface; the others still wait.
      LOG.debug("{}", e.getMessage());
    }
  }
}
