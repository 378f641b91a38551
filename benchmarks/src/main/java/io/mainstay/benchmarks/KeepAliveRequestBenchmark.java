package io.mainstay.benchmarks;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.Server;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A batch of requests over kept connections, through a whole proxy on loopback. Its client and its
 * server allocate nothing, so with {@code -prof gc} the bytes per operation are the proxy's: run
 * {@code java -jar benchmarks/target/benchmarks.jar KeepAliveRequest -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KeepAliveRequestBenchmark {
  private static final int BATCH = 100;
  private static final byte[] REQUEST =
      bytes(
          """
          GET /index.html?a=b HTTP/1.1
          Host: www.example.com
          User-Agent: benchmark
          Accept: text/html
          Accept-Language: en
          Cookie: session=0123456789

          """);
  private static final byte[] ANSWER =
      bytes(
          """
          HTTP/1.1 200 OK
          Content-Type: text/plain
          Content-Length: 5

          hello\
          """);

  /** What the proxy adds is not known here; an answer ends with its body. */
  private static final byte LAST = 'o';

  private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
  private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
  private final ServerSocketChannel listener;
  private final Proxy proxy;
  private final SocketChannel client;

  /** Starts a server, a proxy with one event loop, and a client. */
  public KeepAliveRequestBenchmark() {
    try {
      InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      listener = ServerSocketChannel.open().bind(free);
      Server web = Server.of("web", (InetSocketAddress) listener.getLocalAddress());
      proxy =
          Proxy.start(
              ProxyConfig.of(
                      List.of(Frontend.of("web", free, "app")), List.of(Backend.of("app", web)))
                  .withLimits(ProxyLimits.defaults().withRequestsPerConnection(Integer.MAX_VALUE))
                  .withEventLoops(1));
      client = SocketChannel.open(proxy.localAddresses("web").get(0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the server answer. */
  @Setup
  public void serve() {
    Thread server = new Thread(this::answerAll, "server");
    server.setDaemon(true);
    server.start();
  }

  private void answerAll() {
    ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
    try (SocketChannel connection = listener.accept()) {
      while (connection.read(in.clear()) > 0) {
        // One request at a time: nothing is pipelined to a server, and a head fits one read.
        answer.rewind();
        while (answer.hasRemaining()) {
          connection.write(answer);
        }
      }
    } catch (IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One request after the other, and one operation for each. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int requests() throws IOException {
    int bytes = 0;
    for (int i = 0; i < BATCH; i++) {
      request.rewind();
      while (request.hasRemaining()) {
        client.write(request);
      }
      received.clear();
      do {
        int count = client.read(received);
        if (count < 0) {
          throw new EOFException();
        }
        bytes += count;
      } while (received.get(received.position() - 1) != LAST);
    }
    return bytes;
  }

  /** Stops all. */
  @TearDown
  public void close() throws IOException {
    client.close();
    proxy.close();
    listener.close();
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
