package io.mainstay.node;

import io.mainstay.node.peer.LocalState;
import io.mainstay.node.peer.Peer;
import io.mainstay.node.peer.PeerLink;
import io.mainstay.node.peer.PeerLinkConfig;
import io.mainstay.node.peer.PeerListener;
import io.mainstay.node.peer.PeerSnapshot;
import io.mainstay.node.peer.RouterFingerprint;
import io.mainstay.node.peer.RouterState;
import io.mainstay.node.status.RouterStatus;
import io.mainstay.node.status.SocketAddressText;
import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.state.VrrpState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the routers of this node and of its peers tell each other beside VRRP. It can only make a
 * backup take over earlier than its master-down interval; without it all works as VRRP alone does.
 */
final class NodePeers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodePeers.class);

  private final NodeRouters routers;
  private final PeerLink link;

  private NodePeers(NodeRouters routers, PeerLink link) {
    this.routers = routers;
    this.link = link;
  }

  static NodePeers start(PeerLinkConfig config, NodeRouters routers) throws StartException {
    try {
      PeerLink link = PeerLink.start(config, () -> localState(routers), new Listener(routers));
      routers.onTransition(link::changed);
      return new NodePeers(routers, link);
    } catch (IOException e) {
      throw new StartException("the peer link cannot start: " + e.getMessage(), e);
    }
  }

  private static LocalState localState(NodeRouters routers) {
    return new LocalState(
        routers.status().stream().map(status -> routerState(status.vrrp())).toList());
  }

  private static RouterState routerState(VrrpSnapshot vrrp) {
    VirtualRouterConfig config = vrrp.router();
    return new RouterState(
        config.name(),
        vrrp.state(),
        vrrp.effectivePriority(),
        // A master knows itself as the master; of a backup nobody needs to know.
        vrrp.state() == VrrpState.MASTER ? vrrp.masterAddress() : Optional.empty(),
        new RouterFingerprint(
            config.vrid(),
            config.family(),
            config.version(),
            config.advertisementInterval(),
            config.preempt(),
            config.priority(),
            config.addresses()));
  }

  List<PeerSnapshot> status() {
    return link.snapshot();
  }

  /** Tells the peers, before VRRP does, which routers this node gives up now. */
  void resign() {
    for (RouterStatus status : routers.status()) {
      if (status.vrrp().state() == VrrpState.MASTER) {
        link.resign(status.vrrp().router().name());
      }
    }
  }

  @Override
  public void close() {
    link.close();
  }

  /** Hears the peers, on the link's thread. */
  private record Listener(NodeRouters routers) implements PeerListener {
    @Override
    public void peerDied(Peer peer, String reason) {
      LOG.warn("peer {} is dead: {}", peer.name(), reason);
      for (RouterState router : peer.routers()) {
        gone(peer, router.name(), PeerGone.DIED, "peer " + peer.name() + " is dead: " + reason);
      }
    }

    @Override
    public void peerResigned(Peer peer, String router) {
      gone(peer, router, PeerGone.RESIGNED, "peer " + peer.name() + " resigned");
    }

    private void gone(Peer peer, String router, PeerGone how, String reason) {
      peer.sourceAddress(router).ifPresent(source -> routers.peerGone(router, source, how, reason));
    }

    @Override
    public void warning(String line) {
      LOG.warn("{}", line);
    }

    @Override
    public void up(Peer peer) {
      LOG.info("peer {} at {} is connected", peer.name(), SocketAddressText.of(peer.address()));
    }

    @Override
    public void down(Peer peer, String reason) {
      LOG.warn("peer {} is not connected: {}", peer.name(), reason);
    }
  }
}
