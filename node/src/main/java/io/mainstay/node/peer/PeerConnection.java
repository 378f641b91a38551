package io.mainstay.node.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection and its two threads, one for each direction: a peer that does not read, or a
 * handshake that hangs, holds up nobody else. What it finds it tells the link's thread; it decides
 * nothing.
 */
final class PeerConnection {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final OutFrame END = new OutFrame(new byte[0]);

  private final long id;
  private final SessionRole role;
  private final InetSocketAddress remote;
  private final Socket raw;
  private final @Nullable PeerTls tls;
  private final Consumer<LinkEvent> events;
  private final Semaphore room = new Semaphore(PeerLinkLimits.MAX_UNREAD_PIECES);
  private final LinkedBlockingQueue<OutFrame> unsent = new LinkedBlockingQueue<>();
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Set<String> certifiedNames;

  /**
   * @param remote the peer's listener as configured, or where an accepted connection came from
   * @param raw connected if accepted, otherwise ready to {@link #dial}
   */
  PeerConnection(
      long id,
      SessionRole role,
      InetSocketAddress remote,
      Socket raw,
      @Nullable PeerTls tls,
      Consumer<LinkEvent> events) {
    this.id = id;
    this.role = role;
    this.remote = remote;
    this.raw = raw;
    this.tls = tls;
    this.events = events;
  }

  long id() {
    return id;
  }

  SessionRole role() {
    return role;
  }

  InetSocketAddress remote() {
    return remote;
  }

  /** What the peer's certificate proves; empty without TLS. Known once connected. */
  Optional<Set<String>> certifiedNames() {
    return Optional.ofNullable(certifiedNames);
  }

  /** Connects, from {@code local} if given, and goes on as if accepted. */
  void dial(@Nullable InetSocketAddress local, int timeoutMillis) {
    thread("dial", () -> connect(local, timeoutMillis)).start();
  }

  /** Begins to read an accepted connection. */
  void receive() {
    thread("in", this::serve).start();
  }

  /** Sends without waiting; a peer that reads too slowly loses the connection. */
  void send(OutFrame frame) {
    if (unsentBytes.addAndGet(frame.length()) > PeerLinkLimits.MAX_UNSENT_BYTES) {
      close();
    } else {
      unsent.add(frame);
    }
  }

  /** A piece was taken: there is room for another one. */
  void taken() {
    room.release();
  }

  /** Closes at once; what is unsent is lost. Any thread. */
  void close() {
    closed = true;
    unsent.add(END);
    // TLS would want to say goodbye first and could wait for a stalled peer; the protocol has its
    // own goodbye.
    closeQuietly(raw);
    room.release(PeerLinkLimits.MAX_UNREAD_PIECES);
  }

  private void connect(@Nullable InetSocketAddress local, int timeoutMillis) {
    try {
      if (local != null) {
        raw.bind(local);
      }
      raw.connect(remote, timeoutMillis);
      if (raw.getLocalSocketAddress().equals(raw.getRemoteSocketAddress())) {
        // Dialling a free local port may meet itself: nobody listened there.
        close();
        events.accept(new LinkEvent.DialRefused(this));
        return;
      }
    } catch (ConnectException e) {
      close();
      // The timeout here is far shorter than the kernel's own, the other cause of this exception.
      // Its text is in the system's language and says nothing reliable.
      events.accept(new LinkEvent.DialRefused(this));
      return;
    } catch (IOException e) {
      close();
      events.accept(new LinkEvent.DialFailed(this, text(e)));
      return;
    }
    serve();
  }

  private void serve() {
    SessionEnd how = SessionEnd.BROKEN;
    String reason = "the connection was closed";
    try {
      raw.setTcpNoDelay(true);
      Socket socket = tls == null ? raw : secure(tls);
      thread("out", () -> write(socket)).start();
      events.accept(new LinkEvent.Connected(this));
      read(socket.getInputStream());
    } catch (SSLException e) {
      how = isBroken(e) ? SessionEnd.BROKEN : SessionEnd.MISCONFIGURED;
      reason = "TLS: " + text(e);
    } catch (IOException e) {
      reason = "the connection was lost: " + text(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      events.accept(new LinkEvent.Ended(this, how, reason));
    }
  }

  private SSLSocket secure(PeerTls peerTls) throws IOException {
    SSLSocket socket = peerTls.wrap(raw, role);
    certifiedNames = PeerTls.namesOfPeer(socket);
    return socket;
  }

  private void read(InputStream in) throws IOException, InterruptedException {
    while (!closed) {
      room.acquire();
      byte[] bytes = new byte[PIECE_BYTES];
      int length = in.read(bytes);
      if (length < 0) {
        return;
      }
      events.accept(new LinkEvent.Arrived(this, new LinkEvent.Piece(bytes, length)));
    }
  }

  private void write(Socket socket) {
    try {
      OutputStream out = socket.getOutputStream();
      for (OutFrame frame = unsent.take(); frame != END; frame = unsent.take()) {
        out.write(frame.bytes());
        unsentBytes.addAndGet(-frame.length());
      }
    } catch (IOException e) {
      // The reader meets the same end, and tells it after what came before.
      unsent.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The peer's process may have gone in the middle of a handshake: then no one is to blame. */
  private boolean isBroken(SSLException e) {
    return closed
        || e.getCause() instanceof EOFException
        || e.getCause() instanceof SocketException;
  }

  private Thread thread(String direction, Runnable work) {
    Thread thread = new Thread(work, "peer-link-" + id + "-" + direction);
    thread.setDaemon(true);
    return thread;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
      return;
    }
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public String toString() {
    return "connection " + id + " with " + remote;
  }
}
