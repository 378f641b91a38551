package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Asks the agent that runs beside a server. The target's address is the agent's. Only {@code L7OK}
 * and {@code L7STS} say anything of the server: an agent that cannot be reached, or is not
 * understood, changes nothing, because reaching the server is for its own check to judge.
 */
public final class AgentCheck implements HealthCheck {
  private final CheckLoop loop;
  private final String question;
  private final BiConsumer<HealthTarget, AgentReport> listener;

  /**
   * @param question what is sent first; empty for nothing
   * @param listener hears every report before its result is told, on the loop's thread; it must not
   *     block
   */
  public AgentCheck(
      CheckLoop loop, String question, BiConsumer<HealthTarget, AgentReport> listener) {
    this.loop = Objects.requireNonNull(loop);
    this.question = Objects.requireNonNull(question);
    this.listener = Objects.requireNonNull(listener);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    return loop.converse(
        target.address(),
        timeout,
        new AgentConversation(question, report -> listener.accept(target, report)));
  }
}
