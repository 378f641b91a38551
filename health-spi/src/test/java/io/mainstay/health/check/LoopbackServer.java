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
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a loopback port whose every connection a test scripts. */
final class LoopbackServer implements AutoCloseable {

  interface Script {
    void serve(Socket socket) throws IOException;
  }

  /** Connections that the script has left and the server has closed. */
  final AtomicInteger finished = new AtomicInteger();

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  LoopbackServer(Script script) {
    try {
      listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
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
