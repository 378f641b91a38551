package io.mainstay.health.check;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends one HTTP/1 request, over TLS or not, and judges the answer. The verdict falls at the end of
 * the response head unless something is expected of the body, of which {@link
 * ResponseBody#MAX_BYTES} are looked at.
 */
public final class HttpCheck implements HealthCheck {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final CheckLoop loop;
  private final HttpProbe probe;
  private final @Nullable TlsClient tls;
  private final Function<HealthTarget, String> serverState;

  /** Over plain TCP, telling servers nothing. */
  public HttpCheck(CheckLoop loop, HttpProbe probe) {
    this(loop, probe, null, target -> "");
  }

  /**
   * All of it.
   *
   * @param tls null for plain TCP
   * @param serverState what {@link HttpProbe#sendState} sends
   */
  public HttpCheck(
      CheckLoop loop,
      HttpProbe probe,
      @Nullable TlsClient tls,
      Function<HealthTarget, String> serverState) {
    this.loop = Objects.requireNonNull(loop);
    this.probe = Objects.requireNonNull(probe);
    this.tls = tls;
    this.serverState = Objects.requireNonNull(serverState);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    String state = probe.sendState() ? serverState.apply(target) : "";
    byte[] request = probe.requestTo(target.address(), tls == null ? HTTP_PORT : HTTPS_PORT, state);
    Conversation conversation = new HttpConversation(probe, request);
    return loop.converse(
        target.address(),
        timeout,
        tls == null ? conversation : tls.around(conversation, target.address()));
  }
}
