package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Passes when a TLS handshake succeeds, and warns of certificates that expire soon. Written {@code
 * tls} with {@link TlsOptions}.
 */
public final class TlsCheck implements HealthCheck {
  private final CheckLoop loop;
  private final TlsClient tls;

  public TlsCheck(CheckLoop loop, TlsClient tls) {
    this.loop = Objects.requireNonNull(loop);
    this.tls = Objects.requireNonNull(tls);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    return loop.converse(
        target.address(), timeout, tls.around(ConnectOnly.LAYER6, target.address()));
  }
}
