package io.mainstay.node.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the peers. Connections from elsewhere, and too many from one peer's address that have
 * proved nothing, are closed at once.
 */
final class PeerAcceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerAcceptor.class);
  private static final int BACKLOG = 16;
  private static final long END_MILLIS = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerSocket listener;
  private final Map<InetAddress, Semaphore> places;
  private final Consumer<Socket> accepted;
  private final Thread thread = new Thread(this::run, "peer-link-accept");
  private volatile boolean closed;

  private PeerAcceptor(
      ServerSocket listener, Map<InetAddress, Semaphore> places, Consumer<Socket> accepted) {
    this.listener = listener;
    this.places = places;
    this.accepted = accepted;
  }

  static PeerAcceptor bind(PeerLinkConfig config, Consumer<Socket> accepted) throws IOException {
    Map<InetAddress, Semaphore> places =
        config.peers().stream()
            .map(InetSocketAddress::getAddress)
            .distinct()
            .collect(
                Collectors.toUnmodifiableMap(
                    address -> address,
                    address -> new Semaphore(PeerLinkLimits.MAX_PENDING_PER_PEER)));
    ServerSocket listener = new ServerSocket();
    try {
      // After a restart, connections of the former process must not keep the port.
      listener.setReuseAddress(true);
      listener.bind(config.listen(), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw new IOException(
          "the peer link cannot listen on "
              + config.listen()
              + ": "
              + e.getMessage()
              + "; is it an address of this host, and has no other process the port (`ss -ltnp`"
              + " names it)? Else set peers.listen",
          e);
    }
    return new PeerAcceptor(listener, places, accepted);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** A connection from there proved itself or ended. */
  void leave(InetAddress address) {
    Semaphore left = places.get(address);
    if (left != null) {
      left.release();
    }
  }

  private void run() {
    while (!closed) {
      try {
        admit(listener.accept());
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("peer link: cannot accept connections: {}", e.getMessage());
          // Out of file descriptors, most likely: asking again at once would only burn the CPU.
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    Semaphore free = places.get(socket.getInetAddress());
    if (free == null || !free.tryAcquire()) {
      LOG.debug("peer link: turned away {}", socket.getRemoteSocketAddress());
      socket.close();
    } else {
      accepted.accept(socket);
    }
  }

  /**
   * After {@link #close}, waits until the port is free: the kernel keeps it for as long as a thread
   * still returns from accepting.
   */
  void awaitEnd() throws InterruptedException {
    thread.join(END_MILLIS);
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("peer link: closing the listener", e);
    }
  }
}
