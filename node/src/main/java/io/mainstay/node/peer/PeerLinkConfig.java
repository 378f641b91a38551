package io.mainstay.node.peer;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The link of one node. The constructor refuses what cannot work with an {@link
 * IllegalArgumentException} whose message a person can act on.
 *
 * @param nodeName what this node calls itself; unlike its peers
 * @param softwareVersion compared with the peers'
 * @param listen where peers reach this node; with an address (no wildcard), dials come from it too
 * @param peers where the peers listen; an entry equal to {@code listen} is this node itself and
 *     ignored, so that all nodes may have the same list
 */
public record PeerLinkConfig(
    String nodeName,
    String softwareVersion,
    InetSocketAddress listen,
    List<InetSocketAddress> peers,
    PeerSecurity security,
    PeerLinkLimits limits) {
  static final int MAX_PEERS = 16;

  public PeerLinkConfig {
    peers = peers.stream().filter(peer -> !peer.equals(listen)).distinct().toList();
    check(
        WireText.fits(nodeName),
        "a node's name must be 1 to " + WireText.MAX_BYTES + " printable bytes: " + nodeName);
    check(WireText.fits(softwareVersion), "not a version: " + softwareVersion);
    check(!listen.isUnresolved(), "the peer link's own address is unknown: " + listen);
    check(!peers.isEmpty(), "a peer link needs a peer other than this node");
    check(peers.size() <= MAX_PEERS, "a peer link has at most " + MAX_PEERS + " peers");
    for (InetSocketAddress peer : peers) {
      check(!peer.isUnresolved(), "the peer's address is unknown: " + peer);
      check(!peer.getAddress().isAnyLocalAddress(), "a peer needs an address of its own: " + peer);
      check(peer.getPort() != 0, "a peer needs a port: " + peer);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
