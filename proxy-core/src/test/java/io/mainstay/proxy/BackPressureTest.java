package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackPressureTest {
  private static final int BLOCK = 64 * 1024;
  private static final long BODY = 64L * 1024 * 1024;

  /** What the kernel's socket buffers on both sides may hold, generously. */
  private static final long KERNEL = 32L * 1024 * 1024;

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunked"})
  void shouldStopReadingTheServerWhenTheClientDoesNotRead(String framing) throws Exception {
    AtomicLong written = new AtomicLong();
    CRC32 sent = new CRC32();
    boolean chunked = framing.equals("chunked");
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(
                      lines(
                          "HTTP/1.1 200 OK",
                          chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BODY));
                  byte[] block = new byte[BLOCK];
                  for (long left = BODY; left > 0; left -= BLOCK) {
                    block[(int) (left / BLOCK) % BLOCK]++;
                    sent.update(block);
                    if (chunked) {
                      connection.send(Integer.toHexString(BLOCK) + "\r\n");
                    }
                    connection.out.write(block);
                    if (chunked) {
                      connection.send("\r\n");
                    }
                    written.addAndGet(BLOCK);
                  }
                  if (chunked) {
                    connection.send("0\r\n\r\n");
                  }
                  connection.head();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = new RawClient(proxy.address(), 16 * 1024)) {
      client.send(lines("GET / HTTP/1.1", "Host: a"));
      client.head();
      long stuck = untilItStands(written);
      assertThat(stuck).isLessThan(KERNEL);
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(KERNEL);
      CRC32 received = new CRC32();
      if (chunked) {
        long total = 0;
        for (int size = chunk(client); size > 0; size = chunk(client)) {
          update(received, client.in(), size);
          client.bytes(2);
          total += size;
        }
        client.bytes(2);
        assertThat(total).isEqualTo(BODY);
      } else {
        update(received, client.in(), BODY);
      }
      assertThat(received.getValue()).isEqualTo(sent.getValue());
      TestProxy.await("pooled", () -> proxy.server(0).idleConnections() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunked"})
  void shouldStopReadingTheClientWhenTheServerDoesNotRead(String framing) throws Exception {
    boolean chunked = framing.equals("chunked");
    CountDownLatch read = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  read.await();
                  long total = 0;
                  if (chunked) {
                    for (int size = chunk(connection.in); size > 0; size = chunk(connection.in)) {
                      update(new CRC32(), connection.in, size + 2);
                      total += size;
                    }
                    connection.in.readNBytes(2);
                  } else {
                    update(new CRC32(), connection.in, BODY);
                    total = BODY;
                  }
                  String text = Long.toString(total);
                  connection.send(
                      lines("HTTP/1.1 200 OK", "Content-Length: " + text.length()) + text);
                  connection.head();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(
          lines(
              "POST / HTTP/1.1",
              "Host: a",
              chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BODY));
      Thread sender = new Thread(() -> sendBody(client, chunked, written), "sender");
      sender.start();
      assertThat(untilItStands(written)).isLessThan(KERNEL);
      read.countDown();
      assertThat(client.response()).endsWith("\r\n\r\n" + BODY);
      sender.join();
      TestProxy.await("pooled", () -> proxy.server(0).idleConnections() == 1);
    }
  }

  private static void sendBody(RawClient client, boolean chunked, AtomicLong written) {
    byte[] block = new byte[BLOCK];
    try {
      for (long left = BODY; left > 0; left -= BLOCK) {
        if (chunked) {
          client.send(Integer.toHexString(BLOCK) + ";ext\r\n");
        }
        client.socket.getOutputStream().write(block);
        if (chunked) {
          client.send("\r\n");
        }
        written.addAndGet(BLOCK);
      }
      if (chunked) {
        client.send("0\r\n\r\n");
      }
    } catch (IOException e) {
      written.set(-1);
    }
  }

  private static int chunk(RawClient client) throws IOException {
    return chunk(client.in());
  }

  private static int chunk(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (!line.toString().endsWith("\r\n")) {
      line.append((char) in.read());
    }
    return Integer.parseInt(line.toString().trim(), 16);
  }

  private static void update(CRC32 crc, InputStream in, long bytes) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long left = bytes; left > 0; ) {
      int count = in.read(block, 0, (int) Math.min(left, block.length));
      assertThat(count).isPositive();
      crc.update(block, 0, count);
      left -= count;
    }
  }

  /** Waits until a count has been the same for half a second, and returns it. */
  static long untilItStands(AtomicLong count) {
    long[] last = {-1, 0};
    TestProxy.await(
        "stood still",
        () -> {
          long now = System.nanoTime();
          if (count.get() != last[0]) {
            last[0] = count.get();
            last[1] = now;
          }
          return last[0] > 0 && now - last[1] > 500_000_000;
        });
    return last[0];
  }
}
