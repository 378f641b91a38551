package io.mainstay.node.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The links of this node to its peers; see the package for what they may do. All methods may be
 * called from any thread and none blocks, except {@link #start} and {@link #close}.
 */
public final class PeerLink implements AutoCloseable {
  /** With TLS the certificates prove the peers, and the protocol's own MACs need no secret. */
  private static final byte[] TLS_PROVES = "mutual TLS".getBytes(StandardCharsets.UTF_8);

  private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final LinkAgent agent;
  private final Thread thread;

  private PeerLink(LinkAgent agent) {
    this.agent = agent;
    this.thread = new Thread(agent, "peer-link");
    thread.setDaemon(true);
  }

  /**
   * Listens, and dials the peers for as long as it is open.
   *
   * @param localState what to tell the peers; asked a few times a second and after {@link
   *     #changed}, by the link's thread, so it must not block
   * @throws IOException when the address cannot be bound or the key store not be used; the message
   *     says which and why
   */
  public static PeerLink start(
      PeerLinkConfig config, Supplier<LocalState> localState, PeerListener listener)
      throws IOException {
    @Nullable PeerTls tls = null;
    byte[] secret = TLS_PROVES;
    if (config.security() instanceof PeerSecurity.MutualTls mutualTls) {
      tls = PeerTls.load(mutualTls);
    } else if (config.security() instanceof PeerSecurity.SharedKey sharedKey) {
      secret = sharedKey.secret().getBytes(StandardCharsets.UTF_8);
    }
    PeerLink link =
        new PeerLink(
            new LinkAgent(
                config,
                secret,
                tls,
                accepted -> PeerAcceptor.bind(config, accepted),
                localState,
                listener));
    link.thread.start();
    return link;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return agent.address();
  }

  /** Tells the peers that this node gives the virtual router up for good, before it closes. */
  public void resign(String router) {
    agent.post(new LinkEvent.Resign(router));
  }

  /** Tells the peers what changed without waiting for the next regular look. */
  public void changed() {
    agent.post(new LinkEvent.Changed());
  }

  /** Each configured peer, in the order of the configuration. */
  public List<PeerSnapshot> snapshot() {
    return agent.snapshot();
  }

  /** Says goodbye, so that nobody takes this node for dead, and closes everything. */
  @Override
  public void close() {
    agent.post(new LinkEvent.Close());
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
