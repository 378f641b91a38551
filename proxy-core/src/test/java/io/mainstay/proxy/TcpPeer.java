package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The client or the server of a session in TCP mode; does one step of a row at a time. */
final class TcpPeer {
  private static final int PATIENCE_MILLIS = 20_000;

  /** A prime, so that no two blocks that follow each other are alike. */
  private static final int PATTERN = 65_521;

  private static final byte[] BYTES = bytes();

  private final Socket socket;

  /** What it has written in the background so far. */
  final AtomicLong written = new AtomicLong();

  private volatile @Nullable Thread sender;
  private volatile boolean brokenOff;

  TcpPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Two periods of the pattern, so that one can begin anywhere. */
  private static byte[] bytes() {
    byte[] bytes = new byte[2 * PATTERN];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (((i % PATTERN) * 31) >> 3);
    }
    return bytes;
  }

  void does(String step) throws IOException, InterruptedException {
    int space = step.indexOf(' ');
    String verb = space < 0 ? step : step.substring(0, space);
    String what = step.substring(space + 1);
    switch (verb) {
      case "says" -> socket.getOutputStream().write(what.getBytes(StandardCharsets.US_ASCII));
      case "hears" -> hears(what);
      case "ends" -> {
        awaitSender();
        socket.shutdownOutput();
      }
      case "resets" -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
      case "sends" -> sends(what.equals("on") ? Long.MAX_VALUE : megabytes(what));
      case "breaks" -> {
        awaitSender();
        assertThat(brokenOff).as("broken off").isTrue();
      }
      default -> throw new IllegalArgumentException(step);
    }
  }

  private static long megabytes(String what) {
    return Long.parseLong(what.substring(0, what.indexOf(" MB"))) << 20;
  }

  private void hears(String what) throws IOException {
    if (what.equals("end")) {
      assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
    } else if (what.equals("reset")) {
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    } else if (what.matches("[0-9]+ MB")) {
      hears(megabytes(what));
    } else {
      byte[] bytes = socket.getInputStream().readNBytes(what.length());
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(what);
    }
  }

  private void hears(long bytes) throws IOException {
    byte[] block = new byte[PATTERN];
    for (long read = 0; read < bytes; ) {
      int count =
          socket.getInputStream().read(block, 0, (int) Math.min(block.length, bytes - read));
      assertThat(count).as("bytes behind " + read).isPositive();
      int from = (int) (read % PATTERN);
      int wrong = java.util.Arrays.mismatch(block, 0, count, BYTES, from, from + count);
      assertThat(wrong).as("a wrong byte behind " + read).isEqualTo(-1);
      read += count;
    }
  }

  private void sends(long bytes) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (long left = bytes; left > 0; ) {
                  int count = (int) Math.min(PATTERN, left);
                  socket.getOutputStream().write(BYTES, 0, count);
                  written.addAndGet(count);
                  left -= count;
                }
              } catch (IOException e) {
                brokenOff = true;
              }
            },
            "tcp-peer");
    thread.setDaemon(true);
    sender = thread;
    thread.start();
  }

  private void awaitSender() throws InterruptedException {
    Thread sending = sender;
    if (sending != null) {
      sending.join(PATIENCE_MILLIS);
      assertThat(sending.isAlive()).as("still sends").isFalse();
    }
  }

  boolean sends() {
    return sender != null;
  }
}
