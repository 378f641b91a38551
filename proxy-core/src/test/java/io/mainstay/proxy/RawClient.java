package io.mainstay.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that sends the bytes it is told and reads one response at a time. */
final class RawClient implements AutoCloseable {
  final Socket socket = new Socket();
  private final InputStream in;

  RawClient(InetSocketAddress address) throws IOException {
    this(address, 0);
  }

  RawClient(InetSocketAddress address, int receiveBufferBytes) throws IOException {
    this(address, receiveBufferBytes, null);
  }

  private RawClient(
      InetSocketAddress address, int receiveBufferBytes, @Nullable InetSocketAddress local)
      throws IOException {
    socket.bind(local);
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    socket.connect(address, 5_000);
    in = socket.getInputStream();
  }

  /** A client with an address of its own. */
  static RawClient from(String local, InetSocketAddress address) throws IOException {
    return new RawClient(address, 0, new InetSocketAddress(local, 0));
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** A response's head, its empty line included. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("closed after: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  String bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after: " + new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** One response with Content-Length: head and body. */
  String response() throws IOException {
    String head = head();
    return head + bytes(contentLength(head));
  }

  /** Everything until the proxy closes. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the proxy closed, in order or by a reset, without another byte. */
  boolean closed() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  InputStream in() {
    return in;
  }

  static int contentLength(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        return Integer.parseInt(line.substring(15).trim());
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
