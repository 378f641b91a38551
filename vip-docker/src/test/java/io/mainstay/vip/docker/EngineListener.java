package io.mainstay.vip.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** As much of an HTTP server as docker-java needs, on a Unix socket or a TCP port. */
final class EngineListener implements AutoCloseable {

  /** An answer as it goes over the wire, and whether the connection stays open behind them. */
  record Reply(String text, boolean keepsOpen) {}

  /** Answers a request. */
  interface Handler {
    Reply answer(String method, String target, String body) throws Exception;
  }

  private final ServerSocketChannel server;
  private final URI address;
  private final Handler handler;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private EngineListener(ServerSocketChannel server, URI address, Handler handler) {
    this.server = server;
    this.address = address;
    this.handler = handler;
    start("engine-accept", this::accept);
  }

  static EngineListener unix(Path socket, Handler handler) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    return new EngineListener(server, URI.create("unix://" + socket), handler);
  }

  static EngineListener tcp(Handler handler) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new EngineListener(server, URI.create("tcp://127.0.0.1:" + port), handler);
  }

  URI address() {
    return address;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        open.add(client);
        start("engine-serve", () -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      InputStream in = Channels.newInputStream(client);
      OutputStream out = Channels.newOutputStream(client);
      boolean more = true;
      while (more) {
        more = serveOne(in, out);
      }
    } catch (Exception e) {
      // the client has gone
    } finally {
      open.remove(client);
    }
  }

  private boolean serveOne(InputStream in, OutputStream out) throws Exception {
    String head = head(in);
    if (head.isEmpty()) {
      return false;
    }
    String[] first = head.substring(0, head.indexOf("\r\n")).split(" ");
    byte[] body = in.readNBytes(length(head));
    Reply reply = handler.answer(first[0], first[1], new String(body, StandardCharsets.UTF_8));
    out.write(reply.text().getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply.keepsOpen();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text;
      }
    }
    return "";
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel client : open) {
      client.close();
    }
  }
}
