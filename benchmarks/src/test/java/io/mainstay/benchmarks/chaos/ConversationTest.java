package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static Ask ask(long id) {
    return new Ask(
        id,
        Place.PLAIN,
        "GET",
        Framing.NONE,
        0,
        Fate.CLOSE_IN_BODY,
        1,
        Framing.CHUNKED,
        454,
        0,
        0,
        false);
  }

  /** Begins an answer whose length only its end tells, and resets or closes in its body. */
  private static void answerInPart(ServerSocket listener, long id, boolean resets)
      throws IOException {
    try (Socket socket = listener.accept()) {
      new WireReader(socket.getInputStream()).head();
      OutputStream out = socket.getOutputStream();
      out.write(Answers.ascii("HTTP/1.1 200 OK\r\nX-Id: " + id + "\r\n\r\n"));
      out.write(new Content(id).next(189));
      if (resets) {
        socket.setSoLinger(true, 0);
      }
    }
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void shouldSeeAResetThoughSendingMetItFirst() throws IOException {
    try (ServerSocket listener = listener();
        Conversation to = new Conversation(listener.getLocalPort(), false)) {
      to.send(ask(7), 0);
      to.flush();
      answerInPart(listener, 7, true);
      to.send(ask(8), 0);
      to.flush();
      assertThat(to.receive(ask(7), System.nanoTime(), 0).end()).isEqualTo(End.CUT);
    }
  }

  @Test
  void shouldNotTakeAPartForAWholeAnswer() throws IOException {
    try (ServerSocket listener = listener();
        Conversation to = new Conversation(listener.getLocalPort(), false)) {
      to.send(ask(7), 0);
      to.flush();
      answerInPart(listener, 7, false);
      assertThat(to.receive(ask(7), System.nanoTime(), 0).end()).isEqualTo(End.WRONG);
    }
  }
}
