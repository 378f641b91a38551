package io.mainstay.health.check;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one probe says and hears on an established connection. Pure: bytes in, a verdict out as soon
 * as there is one.
 */
interface Conversation {

  /** The connection stands. Returns the verdict when that was all to learn. */
  @Nullable Verdict connected();

  /** What to send first; empty for nothing. */
  ByteBuffer request();

  /** Hears some bytes, in any partition. Returns the verdict, or null when more are needed. */
  @Nullable Verdict received(ByteBuffer bytes);

  /** The server closed the connection before there was a verdict. */
  Verdict closedByServer();
}
