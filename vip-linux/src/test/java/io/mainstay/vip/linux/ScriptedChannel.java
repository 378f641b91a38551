package io.mainstay.vip.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A kernel that answers from a script, and whose clock the script moves. */
final class ScriptedChannel implements NetlinkChannel {
  static final int PORT = 0x1234;

  final List<String> requests = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final ByteBuffer request = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer reply = ByteBuffer.allocate(0);
  private long nowNanos;
  private long stepNanos;

  long nowNanos() {
    return nowNanos;
  }

  /** Every datagram takes this long to come. */
  ScriptedChannel pace(long nanos) {
    stepNanos = nanos;
    return this;
  }

  /** One datagram, exactly so. */
  ScriptedChannel answer(String... hex) {
    answers.add(new Answer(Hex.bytes(String.join("", hex)), false));
    return this;
  }

  /** One datagram whose messages carry the sequence number of the request they answer. */
  ScriptedChannel answerInSequence(String... hex) {
    answers.add(new Answer(Hex.bytes(String.join("", hex)), true));
    return this;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(byte[] bytes, boolean inSequence) {
    ByteBuffer to(ByteBuffer request) {
      ByteBuffer buffer = Hex.buffer(bytes);
      for (int at = 0; inSequence && at < bytes.length; at += Netlink.align(buffer.getInt(at))) {
        buffer.putInt(at + 8, request.getInt(8));
      }
      return buffer;
    }
  }

  NetlinkClient client() {
    return new NetlinkClient(this, this::nowNanos);
  }

  @Override
  public int port() {
    return PORT;
  }

  @Override
  public ByteBuffer request() {
    return request;
  }

  @Override
  public void send(int length) {
    requests.add(Hex.text(request, length));
  }

  @Override
  public int receive(long maxNanos) {
    Answer answer = answers.poll();
    if (answer == null || stepNanos > maxNanos) {
      nowNanos += Math.max(0, maxNanos);
      return -1;
    }
    nowNanos += stepNanos;
    reply = answer.to(request);
    return answer.bytes().length;
  }

  @Override
  public ByteBuffer reply() {
    return reply;
  }

  @Override
  public void close() {}
}
