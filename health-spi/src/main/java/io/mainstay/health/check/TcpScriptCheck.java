package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes when a conversation goes as scripted, over TLS or not. */
public final class TcpScriptCheck implements HealthCheck {
  private final CheckLoop loop;
  private final TcpScript script;
  private final @Nullable TlsClient tls;

  /**
   * @param tls null for plain TCP
   */
  public TcpScriptCheck(CheckLoop loop, TcpScript script, @Nullable TlsClient tls) {
    this.loop = Objects.requireNonNull(loop);
    this.script = Objects.requireNonNull(script);
    this.tls = tls;
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    Conversation conversation = new TcpScriptConversation(script);
    return loop.converse(
        target.address(),
        timeout,
        tls == null ? conversation : tls.around(conversation, target.address()));
  }
}
