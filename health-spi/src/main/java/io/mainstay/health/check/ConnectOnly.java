package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** To be connected is enough. Stateless, so one of each serves all. */
enum ConnectOnly implements Conversation {
  /** By TCP. */
  LAYER4(CheckCode.L4OK),
  /** By TLS. */
  LAYER6(CheckCode.L6OK);

  private final CheckCode code;

  ConnectOnly(CheckCode code) {
    this.code = code;
  }

  @Override
  public Verdict connected() {
    return Verdict.of(code, "");
  }

  @Override
  public ByteBuffer outgoing() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public @Nullable Verdict received(ByteBuffer bytes) {
    return null;
  }

  @Override
  public Verdict closedByServer() {
    return connected();
  }
}
