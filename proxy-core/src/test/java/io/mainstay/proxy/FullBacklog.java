package io.mainstay.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener that answers nobody, since more wait to be accepted than it has room for. */
final class FullBacklog implements AutoCloseable {
  private static final int MORE_THAN_FIT = 100;
  private static final int PATIENCE_MILLIS = 200;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> waiting = new ArrayList<>();

  FullBacklog() throws IOException {
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(address(), PATIENCE_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }
}
