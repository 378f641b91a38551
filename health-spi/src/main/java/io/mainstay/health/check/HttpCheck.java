package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends one HTTP/1.1 request and judges the status of the answer. The verdict falls at the end of
 * the response head; a body is not read, however long.
 */
public final class HttpCheck implements HealthCheck {

  private final CheckLoop loop;
  private final HttpProbe probe;

  public HttpCheck(CheckLoop loop, HttpProbe probe) {
    this.loop = Objects.requireNonNull(loop);
    this.probe = Objects.requireNonNull(probe);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    return loop.converse(
        target.address(),
        timeout,
        new Exchange(
            ByteBuffer.wrap(probe.requestTo(target.address())),
            new ResponseHeadReader(probe.expected())));
  }

  private record Exchange(ByteBuffer request, ResponseHeadReader reader) implements Conversation {

    @Override
    public @Nullable Verdict connected() {
      return null;
    }

    @Override
    public @Nullable Verdict received(ByteBuffer bytes) {
      return reader.read(bytes);
    }

    @Override
    public Verdict closedByServer() {
      return reader.closed();
    }
  }
}
