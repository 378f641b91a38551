package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Passes when a TCP connection can be made; it is closed at once. Written {@code tcp}. */
public final class TcpCheck implements HealthCheck {

  private final CheckLoop loop;

  public TcpCheck(CheckLoop loop) {
    this.loop = Objects.requireNonNull(loop);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    return loop.converse(target.address(), timeout, ConnectOnly.LAYER4);
  }
}
