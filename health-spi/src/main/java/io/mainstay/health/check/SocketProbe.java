package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One probe's connection, from connect to close; the loop's thread owns it. */
final class SocketProbe {

  /** A loop this late has not been running. */
  private static final long PAUSE_NANOS = 100_000_000L;

  final CompletableFuture<CheckResult> answer = new CompletableFuture<>();

  private final InetSocketAddress address;
  private final Duration timeout;
  private final Conversation conversation;
  private final long startNanos;
  private long deadlineNanos;
  private boolean extended;
  private @Nullable SocketChannel channel;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private boolean connected;
  private boolean ended;

  SocketProbe(
      InetSocketAddress address, Duration timeout, Conversation conversation, long nowNanos) {
    this.address = address;
    this.timeout = timeout;
    this.conversation = conversation;
    this.startNanos = nowNanos;
    this.deadlineNanos = nowNanos + timeout.toNanos();
  }

  boolean ended() {
    return ended;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /**
   * A deadline noticed much too late means that this process stood still, not the server: the probe
   * gets its time once more.
   */
  boolean extendAfterPause(long nowNanos) {
    if (extended || nowNanos - deadlineNanos < PAUSE_NANOS) {
      return false;
    }
    extended = true;
    deadlineNanos = nowNanos + timeout.toNanos();
    return true;
  }

  /** Opens the socket and starts to connect. */
  void open(Selector selector) {
    if (address.isUnresolved()) {
      end(Verdict.of(CheckCode.L4CON, "no address for " + address.getHostString()));
      return;
    }
    SocketChannel opened;
    try {
      opened = SocketChannel.open();
    } catch (IOException e) {
      end(Verdict.of(CheckCode.SOCKERR, text(e)));
      return;
    }
    channel = opened;
    try {
      opened.configureBlocking(false);
      // Closing resets the connection: nothing of it is needed any more, neither an endless body
      // nor a port in TIME_WAIT for every probe.
      opened.setOption(StandardSocketOptions.SO_LINGER, 0);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = opened.register(selector, 0, this);
      if (opened.connect(address)) {
        onConnected(key, opened);
      } else {
        key.interestOps(SelectionKey.OP_CONNECT);
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      end(Verdict.of(CheckCode.UNK, "the check failed: " + e));
    }
  }

  /** The socket is ready for something. */
  void ready(SelectionKey key, ByteBuffer readBuffer) {
    SocketChannel open = channel;
    if (open == null || ended || !key.isValid()) {
      return;
    }
    try {
      if (key.isConnectable() && open.finishConnect()) {
        onConnected(key, open);
      } else if (connected && key.isWritable()) {
        write(key, open);
      } else if (connected && key.isReadable()) {
        read(key, open, readBuffer);
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      end(Verdict.of(CheckCode.UNK, "the check failed: " + e));
    }
  }

  /** The time is over. */
  void expire() {
    long millis = timeout.toMillis();
    end(
        connected
            ? conversation.late(millis)
            : Verdict.of(CheckCode.L4TOUT, "no connection within " + millis + " ms"));
  }

  /** Ends the probe with a verdict: closes the socket, then tells the caller. */
  void end(Verdict verdict) {
    if (ended) {
      return;
    }
    ended = true;
    SocketChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The descriptor is gone either way, and the verdict stands.
      }
    }
    answer.complete(verdict.after(System.nanoTime() - startNanos));
  }

  private void onConnected(SelectionKey key, SocketChannel open) throws IOException {
    // A probe of a free local port can be given that very port and so connect to itself.
    if (open.getLocalAddress().equals(open.getRemoteAddress())) {
      end(Verdict.of(CheckCode.L4CON, "Connection refused"));
      return;
    }
    connected = true;
    Verdict verdict = conversation.connected();
    if (verdict != null) {
      end(verdict);
      return;
    }
    write(key, open);
  }

  /** Says all there is to say, then listens. */
  private void write(SelectionKey key, SocketChannel open) throws IOException {
    while (!ended) {
      if (!unsent.hasRemaining()) {
        unsent = conversation.outgoing();
      }
      if (!unsent.hasRemaining()) {
        break;
      }
      open.write(unsent);
      if (unsent.hasRemaining()) {
        break; // the socket is full
      }
    }
    key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private void read(SelectionKey key, SocketChannel open, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = open.read(buffer);
    buffer.flip();
    Verdict verdict = count < 0 ? conversation.closedByServer() : conversation.received(buffer);
    if (verdict == null) {
      write(key, open);
      return;
    }
    open.write(conversation.outgoing()); // the last word of a TLS handshake, if there is room
    end(verdict);
  }

  private void fail(IOException e) {
    end(connected ? conversation.broken(text(e)) : Verdict.of(CheckCode.L4CON, text(e)));
  }

  private static String text(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
