package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes when a TCP connection can be made; it is closed at once. Written {@code tcp}. */
public final class TcpCheck implements HealthCheck {

  private final CheckLoop loop;

  public TcpCheck(CheckLoop loop) {
    this.loop = Objects.requireNonNull(loop);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    return loop.converse(target.address(), timeout, ConnectOnly.INSTANCE);
  }

  /** Stateless, so one serves all. */
  private enum ConnectOnly implements Conversation {
    INSTANCE;

    @Override
    public Verdict connected() {
      return Verdict.of(CheckCode.L4OK, "");
    }

    @Override
    public ByteBuffer request() {
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
}
