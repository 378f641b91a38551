package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one probe says and hears on an established connection. Pure: bytes in, bytes and at last a
 * verdict out. One thread calls it.
 */
interface Conversation {

  /** The connection stands. Returns the verdict when that was all to learn. */
  @Nullable Verdict connected();

  /** What to say next, asked for after every other call; empty for nothing. */
  ByteBuffer outgoing();

  /** Hears some bytes, in any partition. Returns the verdict, or null when more are needed. */
  @Nullable Verdict received(ByteBuffer bytes);

  /** The server closed the connection before there was a verdict. */
  Verdict closedByServer();

  /** The connection broke before there was a verdict. */
  default Verdict broken(String reason) {
    return Verdict.of(CheckCode.SOCKERR, reason);
  }

  /** The time was over before there was a verdict. */
  default Verdict late(long millis) {
    return Verdict.of(CheckCode.L7TOUT, "no response within " + millis + " ms");
  }
}
