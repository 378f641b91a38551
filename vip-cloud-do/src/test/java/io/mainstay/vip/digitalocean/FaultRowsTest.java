package io.mainstay.vip.digitalocean;

import static io.mainstay.vip.digitalocean.ApiServer.answer;
import static io.mainstay.vip.digitalocean.Rig.IP;
import static io.mainstay.vip.digitalocean.Rig.OTHER;
import static io.mainstay.vip.digitalocean.Rig.PATIENT;
import static io.mainstay.vip.digitalocean.Rig.SELF;
import static io.mainstay.vip.digitalocean.Rig.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong between the mover and the API; each row over real HTTP. No row logs the token.
 */
class FaultRowsTest {

  private static final String GET = "GET " + Rig.path();
  private static final String POST = "POST " + Rig.path() + "/actions";
  private static final VipOutcome ASSIGNED = new VipOutcome.Held(false);
  private static final String NOW = Long.toString(VirtualTime.START_EPOCH_SECONDS);

  /** Far shorter than anything that a test waits for in vain. */
  private static final Duration IMPATIENT = Duration.ofMillis(250);

  private final CapturedLogs logs = CapturedLogs.of(TOKEN);
  private Rig rig;

  @BeforeEach
  void begin() throws IOException {
    rig = Rig.heldBy(OTHER);
  }

  @AfterEach
  void end() {
    rig.close();
    logs.close();
    assertThat(logs.linesWithTheSecret()).isEmpty();
  }

  private static VipOutcome.Failed failure(VipOutcome outcome) {
    assertThat(outcome).isInstanceOf(VipOutcome.Failed.class);
    VipOutcome.Failed failed = (VipOutcome.Failed) outcome;
    assertThat(failed.reason()).doesNotContain(TOKEN).doesNotContain("\n").isNotBlank();
    return failed;
  }

  @Test
  @DisplayName("DO08 a refused burst is waited out as long as retry-after says, and for a bit")
  void shouldWaitAsLongAsRetryAfterSays() throws Exception {
    rig.server.fault(GET, answer(429, "{}", "retry-after", "7", "ratelimit-reset", NOW));
    VipOutcome.Failed failed = failure(rig.acquire());
    assertThat(failed.retryAfter()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    // Whoever comes earlier all the same is turned away here, not there.
    assertThat(failure(rig.acquire()).retryAfter()).isPositive();
    assertThat(rig.inspect()).isInstanceOf(VipHolder.Unknown.class);
    assertThat(rig.server.requests()).containsExactly(GET);
    rig.time.advance(failed.retryAfter());
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
  }

  @Test
  @DisplayName("DO08 no wait is longer than a minute")
  void shouldWaitAMinuteAtMost() throws Exception {
    rig.server.fault(GET, answer(429, "{}", "retry-after", "86400"));
    assertThat(failure(rig.acquire()).retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  @DisplayName("DO08 a refused POST is not repeated before the address was read again")
  void shouldReadAgainAfterARefusedPost() throws Exception {
    rig.server.fault(POST, answer(429, "{}", "retry-after", "2"));
    VipOutcome.Failed failed = failure(rig.acquire());
    rig.time.advance(failed.retryAfter());
    rig.model.assign(IP, SELF);
    assertThat(rig.acquire()).isEqualTo(new VipOutcome.Held(true));
    assertThat(rig.server.requests()).containsExactly(GET, POST, GET);
  }

  @Test
  @DisplayName("DO09 without retry-after the wait is 1, 1, 5, 5, 10 s")
  void shouldBackOffWithoutRetryAfter() throws Exception {
    for (int seconds : new int[] {1, 1, 5, 5, 10, 10}) {
      rig.server.fault(GET, answer(429, "<html>slow down</html>"));
      VipOutcome.Failed failed = failure(rig.acquire());
      assertThat(failed.retryAfter())
          .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1));
      rig.time.advance(failed.retryAfter());
    }
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
  }

  @Test
  @DisplayName("DO09 without retry-after ratelimit-reset says how long to wait")
  void shouldWaitForTheReset() throws Exception {
    long reset = VirtualTime.START_EPOCH_SECONDS + 20;
    rig.server.fault(GET, answer(429, "{}", "ratelimit-reset", Long.toString(reset)));
    assertThat(failure(rig.acquire()).retryAfter())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
  }

  @Test
  @DisplayName("DO09 a refused poll waits and goes on")
  void shouldGoOnPollingAfterARefusal() throws Exception {
    rig.server.fault(GET + "/actions", answer(429, "{}", "retry-after", "9"));
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(Duration.ofNanos(rig.time.nowNanos())).isGreaterThan(Duration.ofSeconds(9));
  }

  @Test
  @DisplayName("DO10 polling slows down when the hour's requests run out")
  void shouldPollLessWhenRequestsRunOut() throws Exception {
    rig.model.actionNanos = () -> Duration.ofSeconds(30).toNanos();
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    int usual = rig.server.requests().size();
    rig.model.assign(IP, OTHER);
    rig.model.spentElsewhere(ApiModel.PER_HOUR - 200);
    rig.time.advance(Duration.ofMinutes(1));
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.server.requests().size() - usual).isLessThanOrEqualTo(usual / 2 + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  @DisplayName("DO11 a token that the API refuses is a refusal that names the cure")
  void shouldRefuseBadCredentials(int status) throws Exception {
    rig.server.fault(GET, answer(status, "{\"message\":\"no: " + TOKEN + "\"}"));
    assertThat(rig.acquire())
        .isEqualTo(
            new VipOutcome.Refused(
                GET
                    + ": status "
                    + status
                    + " no: ***; give the mover a token with reserved_ip:read,"
                    + " reserved_ip:update and droplet:read"));
    assertThat(logs.lines()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  @DisplayName("DO13 a server error before the POST fails, to be tried again soon")
  void shouldRetryFastAfterAServerError(int status) throws Exception {
    rig.server.fault(GET, answer(status, "upstream connect error"));
    assertThat(failure(rig.acquire()))
        .isEqualTo(new VipOutcome.Failed(GET + ": status " + status, Duration.ZERO));
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  @DisplayName("DO13 a POST that met a server error but was carried out is not repeated")
  void shouldNotRepeatAPostThatWasCarriedOut(int status) throws Exception {
    rig.server.fault(
        POST,
        (exchange, reply) -> {
          reply.reply();
          answer(status, "").happen(exchange, reply);
        });
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.model.posts()).isEqualTo(1);
  }

  @Test
  @DisplayName("DO13 a POST that met a server error and was not carried out is repeated later")
  void shouldRepeatAPostThatWasNotCarriedOut() throws Exception {
    rig.server.fault(POST, answer(502, ""));
    assertThat(failure(rig.acquire()))
        .isEqualTo(new VipOutcome.Failed(POST + ": status 502; droplet 22 has it", Duration.ZERO));
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.server.requests()).startsWith(GET, POST, GET, GET, GET, POST);
  }

  @Test
  @DisplayName("DO14 after a connection that ends behind the POST the address tells what happened")
  void shouldReadTheAddressAfterALostAnswer() throws Exception {
    rig.server.fault(POST, ApiServer.loseAnswer());
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.model.posts()).isEqualTo(1);
    assertThat(rig.holder()).isEqualTo(SELF);
  }

  @Test
  @DisplayName(
      "DO14 after a connection that ends before the POST is carried out it is posted again")
  void shouldPostAgainAfterALostRequest() throws Exception {
    rig.server.fault(POST, ApiServer.loseRequest());
    assertThat(failure(rig.acquire()).reason())
        .startsWith(POST + ": no answer, ")
        .endsWith("; droplet 22 has it");
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.model.posts()).isEqualTo(1);
  }

  @Test
  @DisplayName("DO15 a server that says nothing fails in time, to be tried again soon")
  void shouldNotWaitForASilentServer() throws Exception {
    DigitalOceanVipMover mover = rig.mover(SELF, rig.server.url(), IMPATIENT);
    rig.server.fault(GET, rig.server.fallSilent());
    assertThat(failure(rig.time.await(mover.acquire(rig.address))).retryAfter()).isZero();
    rig.server.fault(GET, rig.server.trickle());
    assertThat(failure(rig.time.await(mover.acquire(rig.address))).retryAfter()).isZero();
  }

  @Test
  @DisplayName("DO15 a refused connection and a failed TLS handshake are tried again soon")
  void shouldRetryFastWithoutAConnection() throws Exception {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    URI tls = URI.create("https://127.0.0.1:" + rig.server.url().getPort());
    for (URI url : new URI[] {closed, tls}) {
      DigitalOceanVipMover mover = rig.mover(SELF, url, PATIENT);
      assertThat(failure(rig.time.await(mover.acquire(rig.address))).retryAfter()).isZero();
    }
    assertThat(rig.server.requests()).isEmpty();
  }

  @Test
  @DisplayName("DO15 a name that does not resolve is tried again soon")
  void shouldRetryFastWithoutAName() throws Exception {
    DigitalOceanVipMover mover =
        rig.mover(
            SELF,
            Rig.settings(rig.server.url()),
            request -> CompletableFuture.failedFuture(new UnknownHostException("api.example")));
    assertThat(failure(rig.time.await(mover.acquire(rig.address))))
        .isEqualTo(
            new VipOutcome.Failed(
                GET + ": no answer, java.net.UnknownHostException: api.example", Duration.ZERO));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<html>hello</html>                                        | is no JSON: Unexpected character",
        "``                                                        | is no JSON object",
        "[]                                                        | is no JSON object",
        "{\"reserved_ip\":{}}                                      | is not about 203.0.113.7",
        "{\"reserved_ip\":{\"ip\":\"203.0.113.9\",\"droplet\":null}} | is not about 203.0.113.7",
        "{\"reserved_ip\":{\"ip\":\"localhost\",\"droplet\":null}}   | is not about 203.0.113.7",
        "{\"reserved_ip\":{\"ip\":\"203.0.113.7\"}}                | tells no droplet; the token needs",
        "{\"reserved_ip\":{\"ip\":\"203.0.113.7\",\"droplet\":{\"id\":\"x\"}}} | tells no droplet",
        "{\"reserved_ip\":{\"ip\":\"203.0.113.7\",\"droplet\":null}} {} | is no JSON",
      })
  @DisplayName("DO16 what is no answer of the API is a failure that says so")
  void shouldFailOnAGarbledAnswer(String body, String reason) throws Exception {
    rig.server.fault(GET, answer(200, body));
    VipOutcome.Failed failed = failure(rig.acquire());
    assertThat(failed.reason()).startsWith(GET + ": status 200 " + reason);
    assertThat(failed.retryAfter()).isZero();
    assertThat(rig.model.posts()).isZero();
  }

  @Test
  @DisplayName("DO16 a truncated answer and one of 10 MB are failures, and the latter is not read")
  void shouldFailOnATruncatedAndOnAnEndlessAnswer() throws Exception {
    rig.server.fault(GET, ApiServer.truncate());
    assertThat(failure(rig.acquire()).reason()).startsWith(GET + ": no answer, ");
    rig.server.fault(GET, answer(200, " ".repeat(10_000_000)));
    assertThat(failure(rig.acquire()).reason())
        .contains("the body is longer than " + ApiTransport.MAX_BODY_BYTES);
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
  }

  @Test
  @DisplayName("DO16 a garbled answer to the POST is no reason to post again")
  void shouldReadTheAddressAfterAGarbledPost() throws Exception {
    rig.server.fault(
        POST,
        (exchange, reply) -> {
          reply.reply();
          answer(201, "{\"action\":{\"status\":\"brilliant\"}}").happen(exchange, reply);
        });
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.model.posts()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "DO16 an action that is said to be complete and is not leaves the decision to the address")
  void shouldNotBelieveALyingAction() throws Exception {
    rig.model.actionErrors = () -> true;
    rig.server.fault(
        GET + "/actions", answer(200, "{\"action\":{\"id\":1000,\"status\":\"completed\"}}"));
    assertThat(failure(rig.acquire()).reason()).startsWith("droplet 22 has it");
  }

  @Test
  @DisplayName("DO16 polls that go wrong a few times are bad luck")
  void shouldTolerateBadPolls() throws Exception {
    rig.server.fault(GET + "/actions", answer(500, ""));
    rig.server.fault(GET + "/actions", answer(200, "?"));
    rig.server.fault(GET + "/actions", ApiServer.loseAnswer());
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    assertThat(rig.model.posts()).isEqualTo(1);
  }

  @Test
  @DisplayName("DO16 when an action cannot be followed the address is watched instead")
  void shouldWatchTheAddressWhenTheActionCannotBeFollowed() throws Exception {
    for (int i = 0; i < 20; i++) {
      rig.server.fault(GET + "/actions", answer(404, "{}"));
    }
    rig.model.actionNanos = () -> Duration.ofSeconds(20).toNanos();
    assertThat(rig.acquire()).isEqualTo(ASSIGNED);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  @DisplayName("DO17 a redirect is not followed: the token goes to one place")
  void shouldNotFollowRedirects(int status) throws Exception {
    try (ApiServer elsewhere = new ApiServer(rig.model, rig.time::nowNanos)) {
      rig.server.fault(GET, answer(status, "", "Location", elsewhere.url() + Rig.path()));
      assertThat(failure(rig.acquire()).reason()).isEqualTo(GET + ": status " + status);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-864000, 0", "0, 0", "30, 30", "864000, 60"})
  @DisplayName("DO24 a reset in the far past or future is no reason to hurry or to sleep")
  void shouldNotBelieveAnotherClock(long resetAfter, long waitSeconds) throws Exception {
    String reset = Long.toString(VirtualTime.START_EPOCH_SECONDS + resetAfter);
    rig.server.fault(GET, answer(429, "{}", "ratelimit-reset", reset));
    assertThat(failure(rig.acquire()).retryAfter())
        .isBetween(
            Duration.ofSeconds(waitSeconds), Duration.ofSeconds(Math.min(60, waitSeconds + 1)));
  }

  @Test
  void shouldStayBelowItsRequestsPerMinute() throws Exception {
    try (Rig bounded = Rig.heldBy(SELF, "requests-per-minute", "10")) {
      for (int i = 0; i < 10; i++) {
        assertThat(bounded.acquire()).isEqualTo(new VipOutcome.Held(true));
      }
      assertThat(failure(bounded.acquire()))
          .isEqualTo(
              new VipOutcome.Failed(
                  "the API takes no request for 60000 ms: rate limit, or requests-per-minute",
                  Duration.ofMinutes(1)));
      bounded.time.advance(Duration.ofMinutes(1));
      assertThat(bounded.acquire()).isEqualTo(new VipOutcome.Held(true));
      assertThat(bounded.server.requests()).hasSize(11);
    }
  }
}
