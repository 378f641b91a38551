package io.mainstay.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose every connection follows a script. */
final class RawServer implements AutoCloseable {
  /** What happens on one connection. */
  interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  /** One accepted connection. */
  static final class Connection implements AutoCloseable {
    final Socket socket;
    final int number;
    final InputStream in;
    final OutputStream out;

    Connection(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        head.append((char) b);
      }
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  final List<String> heads = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /** A word for each connection that ended, so that tests can wait for it. */
  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

  private final ServerSocket listener;
  private final Thread accepting;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  RawServer(Script script) throws IOException {
    this(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), script);
  }

  RawServer(ServerSocket listener, Script script) {
    this.script = script;
    this.listener = listener;
    accepting = new Thread(this::accept, "raw-server");
    accepting.setDaemon(true);
    accepting.start();
  }

  /** A server that answers every request alike and keeps its connections. */
  static RawServer answering(String response) throws IOException {
    RawServer[] self = new RawServer[1];
    self[0] =
        new RawServer(
            connection -> {
              while (true) {
                String head = connection.head();
                connection.in.readNBytes(RawClient.contentLength(head));
                self[0].heads.add(head);
                connection.send(response);
              }
            });
    return self[0];
  }

  /** A server that answers with its name. */
  static RawServer named(String name) throws IOException {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Connection connection = new Connection(socket, connections.incrementAndGet());
        Thread thread = new Thread(() -> serve(connection), "raw-server-connection");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      ended.add("listener");
    }
  }

  private void serve(Connection connection) {
    try (connection) {
      script.run(connection);
      ended.add("script");
    } catch (EOFException e) {
      ended.add("eof");
    } catch (IOException | InterruptedException e) {
      ended.add("error");
    }
  }

  /**
   * Returns when nothing can be accepted any more: an accept under way keeps the port listening.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
