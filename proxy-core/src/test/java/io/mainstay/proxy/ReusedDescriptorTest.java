package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The kernel gives a new connection the number of one that was closed a moment ago. What epoll told
 * of the old one in the same breath must not be taken for news of the new one.
 */
class ReusedDescriptorTest {
  private static final int BODY = 16 * 1024 * 1024;
  private static final String OK = lines("HTTP/1.1 200 OK", "Content-Length: 2") + "ok";

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch reads = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();

  @Test
  void shouldServeTheNextClientWholeWhenTheLastOneLeavesInTheSameBreath() throws Exception {
    List<FileInputStream> holes = new ArrayList<>();
    try (RawServer web = new RawServer(this::serve);
        TestProxy proxy =
            TestProxy.with(
                config -> config.withEventLoops(1).withSessionListener(ended -> stopOnce()), web)) {
      for (int i = 0; i < 64; i++) {
        // So that the lowest free number is the one that is given back last.
        holes.add(new FileInputStream("/dev/null"));
      }
      try (RawClient old = proxy.client()) {
        old.send(lines("GET /old HTTP/1.1", "Host: a", "Connection: close"));
        asked.await();
        try (RawClient stopper = proxy.client().send("no request\r\n\r\n")) {
          stopped.await();
          // The loop hears of this in this order: the answer, which closes the old connection; the
          // new one; and the old one's end.
          answers.countDown();
          answered.await();
          try (RawClient next = proxy.client()) {
            old.socket.shutdownOutput();
            goesOn.countDown();
            assertThat(old.rest()).endsWith("ok");
            assertThat(stopper.response()).startsWith("HTTP/1.1 400 ");

            next.send(lines("POST /next HTTP/1.1", "Host: a", "Content-Length: " + BODY));
            Thread sender = new Thread(() -> sendBody(next), "sender");
            sender.start();
            // Whoever does not read is not read for, and whoever goes on is.
            assertThat(BackPressureTest.untilItStands(written)).isLessThan(BODY);
            reads.countDown();
            assertThat(next.response()).endsWith("ok");
            sender.join();
          }
        }
      }
    } finally {
      goesOn.countDown();
      reads.countDown();
      for (FileInputStream hole : holes) {
        hole.close();
      }
    }
  }

  private void serve(RawServer.Connection connection) throws IOException, InterruptedException {
    while (true) {
      String head = connection.head();
      if (head.startsWith("GET /old ")) {
        asked.countDown();
        answers.await();
        connection.send(OK);
        answered.countDown();
      } else {
        reads.await();
        connection.in.skipNBytes(BODY);
        connection.send(OK);
      }
    }
  }

  /** Holds the event loop up, so that all that comes meanwhile is told at once. */
  private void stopOnce() {
    if (stopped.getCount() > 0) {
      stopped.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void sendBody(RawClient client) {
    byte[] block = new byte[64 * 1024];
    try {
      for (int sent = 0; sent < BODY; sent += block.length) {
        client.socket.getOutputStream().write(block);
        written.addAndGet(block.length);
      }
    } catch (IOException e) {
      // It was refused; the answer says so.
      return;
    }
  }
}
