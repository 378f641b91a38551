package io.mainstay.health.check;

import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on a loopback port whose every connection a test scripts. */
final class LoopbackServer implements AutoCloseable {

  interface Script {
    void serve(Socket socket) throws IOException;
  }

  /** Connections that the script has left and the server has closed. */
  final AtomicInteger finished = new AtomicInteger();

  private final ServerSocket listener;

  /** Idle threads go soon, for the test kit counts what is left. */
  private final ExecutorService threads =
      new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

  LoopbackServer(Script script) {
    this(script, ServerSocketFactory.getDefault());
  }

  LoopbackServer(Script script, ServerSocketFactory factory) {
    try {
      listener = factory.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(() -> accept(script));
  }

  static LoopbackServer answering(String response) {
    return new LoopbackServer(
        socket -> {
          readRequest(socket);
          socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        });
  }

  /** Speaks first, and waits for the other side to hang up. */
  static LoopbackServer saying(String words) {
    return new LoopbackServer(
        socket -> {
          socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
          awaitPeerGone(socket);
        });
  }

  /** A loopback port on which nobody listens. */
  static InetSocketAddress closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  HealthTarget target() {
    return new HealthTarget("app/web1", address());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
  }

  static String readRequest(Socket socket) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        break;
      }
      request.append((char) b);
    }
    return request.toString();
  }

  /** Returns when the peer is gone, in whichever way. */
  static void awaitPeerGone(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what it sends is not looked at
      }
    } catch (IOException e) {
      return; // reset: gone too
    }
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(script, socket));
      }
    } catch (IOException | RejectedExecutionException e) {
      return; // closed
    }
  }

  private void serve(Script script, Socket socket) {
    try (socket) {
      script.serve(socket);
    } catch (IOException e) {
      // The probe hung up, as many of these tests want it to.
    }
    finished.incrementAndGet();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
