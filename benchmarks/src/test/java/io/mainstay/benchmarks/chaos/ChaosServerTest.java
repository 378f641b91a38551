package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChaosServerTest {
  @Test
  void shouldComeBackWhenAnotherProgramLeavesItsPort() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    InetAddress host = InetAddress.getByName(ChaosServer.HOST);
    ServerSocket other = new ServerSocket(0, 1, host);
    try {
      int port = other.getLocalPort();
      ChaosServer server = new ChaosServer("plain0", Place.PLAIN, port, new Journal(), threads);
      CountDownLatch begun = new CountDownLatch(1);
      Future<?> up =
          threads.submit(
              () -> {
                begun.countDown();
                server.up();
                return null;
              });
      begun.await();
      other.close();
      up.get(10, TimeUnit.SECONDS);
      assertThat(connects(host, port)).isTrue();
      server.down(true);
    } finally {
      other.close();
      threads.shutdownNow();
    }
  }

  private static boolean connects(InetAddress host, int port) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      return socket.isConnected();
    }
  }
}
