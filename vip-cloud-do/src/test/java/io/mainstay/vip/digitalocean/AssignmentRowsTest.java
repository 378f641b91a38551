package io.mainstay.vip.digitalocean;

import static io.mainstay.vip.digitalocean.Rig.IP;
import static io.mainstay.vip.digitalocean.Rig.IPV6;
import static io.mainstay.vip.digitalocean.Rig.OTHER;
import static io.mainstay.vip.digitalocean.Rig.PATIENT;
import static io.mainstay.vip.digitalocean.Rig.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How addresses are assigned, followed and given up; each row over real HTTP. */
class AssignmentRowsTest {

  private static final String GET = "GET " + Rig.path();
  private static final String POST = "POST " + Rig.path() + "/actions";
  private static final VipOutcome ASSIGNED = new VipOutcome.Held(false);
  private static final VipOutcome WAS_HERE = new VipOutcome.Held(true);

  @Test
  @DisplayName("DO01 an action is followed to its end, and then the address is read")
  void shouldFollowTheActionAndReadTheAddress() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.holder()).isEqualTo(SELF);
      String action = GET + "/actions/1000";
      assertThat(rig.server.requests())
          .startsWith(GET, POST, action)
          .endsWith(action, GET)
          .containsOnly(GET, POST, action);
      assertThat(rig.inspect()).isEqualTo(new VipHolder.Here());
    }
  }

  @Test
  @DisplayName("DO01 the same over the older path floating_ips")
  void shouldSpeakTheOlderPath() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER, "endpoint", "floating-ips")) {
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.server.requests()).allMatch(line -> line.contains(" /v2/floating_ips/" + IP));
    }
  }

  @Test
  @DisplayName("DO01 the same for IPv6, whose actions are found among all and which tells no lock")
  void shouldAssignIpv6() throws Exception {
    try (Rig rig = new Rig(IPV6, OTHER, PATIENT)) {
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.holder()).isEqualTo(SELF);
      String path = "/v2/reserved_ipv6/" + IPV6;
      assertThat(rig.server.requests())
          .startsWith("GET " + path, "POST " + path + "/actions")
          .contains("GET /v2/actions/1000");
    }
  }

  @Test
  @DisplayName("DO02 an action that errors fails, to be tried again slowly")
  void shouldRetrySlowlyAfterAnErroredAction() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionErrors = () -> true;
      for (int minutes : new int[] {1, 5, 10, 10}) {
        assertThat(rig.acquire())
            .isEqualTo(failed("action #d errored; droplet 22 has it", minutes * 60L, rig));
        rig.time.advance(Duration.ofMinutes(minutes));
      }
      assertThat(rig.holder()).isEqualTo(OTHER);
    }
  }

  private static VipOutcome failed(String reason, long retrySeconds, Rig rig) {
    return new VipOutcome.Failed(
        reason.replace("#d", Long.toString(999 + rig.model.posts())),
        Duration.ofSeconds(retrySeconds));
  }

  @Test
  @DisplayName("DO02 an action that errors although the address came here is no failure")
  void shouldBelieveTheAddressAndNotTheAction() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionErrors =
          () -> {
            rig.model.assign(IP, SELF);
            return true;
          };
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    }
  }

  @Test
  @DisplayName("DO03 an action that never ends fails after the action's time")
  void shouldGiveUpAnActionThatNeverEnds() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionNanos = () -> Long.MAX_VALUE;
      assertThat(rig.acquire())
          .isEqualTo(
              new VipOutcome.Failed(
                  "action 1000 did not end in time; droplet 22 has it", Duration.ZERO));
      assertThat(Duration.ofNanos(rig.time.nowNanos()))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
      assertThat(rig.server.requests()).hasSizeLessThan(25).endsWith(GET);
    }
  }

  @Test
  @DisplayName("DO03 an action that never ends although the address came here is no failure")
  void shouldBelieveTheAddressWhenTheActionNeverEnds() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionNanos =
          () -> {
            rig.model.assign(IP, SELF);
            return Long.MAX_VALUE;
          };
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    }
  }

  @Test
  @DisplayName("DO04 nothing is posted when the address is here already")
  void shouldPostNothingWhenItIsHereAlready() throws Exception {
    try (Rig rig = Rig.heldBy(SELF)) {
      assertThat(rig.acquire()).isEqualTo(WAS_HERE);
      assertThat(rig.server.requests()).containsExactly(GET);
    }
  }

  @Test
  @DisplayName("DO05 a locked address is watched until its action has ended, and then assigned")
  void shouldWaitForAnotherAction() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.begin(IP, OTHER, Duration.ofSeconds(10).toNanos());
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.server.requests()).containsOnlyOnce(POST);
      assertThat(Duration.ofNanos(rig.time.nowNanos())).isGreaterThan(Duration.ofSeconds(10));
    }
  }

  @Test
  @DisplayName("DO05 a 422 for a pending event is no failure: the lock is watched")
  void shouldWatchTheLockAfterAPendingEvent() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      long untilNanos = Duration.ofSeconds(8).toNanos();
      rig.server.fault(
          POST,
          (exchange, reply) -> {
            rig.model.begin(IP, OTHER, untilNanos);
            ApiServer.write(exchange, reply.reply());
          });
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.model.posts()).isEqualTo(2);
      assertThat(rig.time.nowNanos()).isGreaterThan(untilNanos);
    }
  }

  @Test
  @DisplayName("DO05 a lock that never opens fails after the action's time")
  void shouldGiveUpALockThatNeverOpens() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.begin(IP, OTHER, Long.MAX_VALUE);
      assertThat(rig.acquire())
          .isEqualTo(
              new VipOutcome.Failed(
                  "another action on the address did not end in time", Duration.ZERO));
      assertThat(rig.model.posts()).isZero();
    }
  }

  @Test
  @DisplayName("DO06 a 422 of any other kind is no failure when the address is here")
  void shouldReadTheAddressAfterARefusal() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.server.fault(
          POST,
          (exchange, reply) -> {
            rig.model.assign(IP, SELF);
            ApiServer.write(exchange, reply.reply());
          });
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      assertThat(rig.server.requests()).containsExactly(GET, POST, GET);
    }
  }

  @Test
  @DisplayName("DO07 a droplet with another reserved IP is refused")
  void shouldRefuseADropletInUse() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.ip("203.0.113.8", SELF);
      assertThat(rig.acquire())
          .isEqualTo(
              new VipOutcome.Refused(
                  POST + ": status 422 Droplet already has a reserved IP.; droplet 22 has it"));
      assertThat(rig.holder()).isEqualTo(OTHER);
    }
  }

  @Test
  @DisplayName("DO12 an address or a droplet that the API does not know is refused")
  void shouldRefuseWhatIsUnknown() throws Exception {
    String unknown = ": status 404 The resource you requested could not be found.";
    try (Rig rig = Rig.heldBy(OTHER)) {
      DigitalOceanVipMover stranger = rig.mover(99, rig.server.url(), PATIENT);
      assertThat(rig.time.await(stranger.acquire(rig.address)))
          .isEqualTo(new VipOutcome.Refused(POST + unknown));
      DigitalOceanVipMover older = rig.mover(SELF, rig.server.url().resolve("/wrong"), PATIENT);
      assertThat(rig.time.await(older.acquire(rig.address)))
          .isEqualTo(new VipOutcome.Refused(GET + unknown));
    }
  }

  @Test
  @DisplayName("DO18 an acquire that is abandoned before its POST never posts")
  void shouldNotPostWhatIsNotWantedAnyMore() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.begin(IP, OTHER, Duration.ofSeconds(20).toNanos());
      CompletionStage<VipOutcome> acquire = rig.mover.acquire(rig.address);
      rig.time.advance(Duration.ofSeconds(5));
      rig.mover.abandon(rig.address);
      assertThat(rig.time.await(acquire))
          .isEqualTo(new VipOutcome.Failed("the address is not wanted any more", Duration.ZERO));
      rig.time.advance(Duration.ofMinutes(2));
      assertThat(rig.model.posts()).isZero();
      assertThat(rig.holder()).isEqualTo(OTHER);
    }
  }

  @Test
  @DisplayName("DO18 a release behind an assignment unassigns it, but not another's")
  void shouldUnassignOnlyItsOwn() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER, "on-release", "unassign")) {
      CompletionStage<VipOutcome> acquire = rig.mover.acquire(rig.address);
      rig.time.advance(Duration.ofSeconds(2)); // the action is under way
      assertThat(rig.release()).isEqualTo(new VipOutcome.Released());
      assertThat(rig.time.await(acquire)).isInstanceOf(VipOutcome.Failed.class);
      assertThat(rig.holder()).isNull();
      assertThat(rig.model.posts()).isEqualTo(2);

      rig.model.assign(IP, OTHER);
      assertThat(rig.release()).isEqualTo(new VipOutcome.Released());
      assertThat(rig.holder()).isEqualTo(OTHER);
      assertThat(rig.model.posts()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("DO19 of two nodes that assign at once the loser learns it from the address")
  void shouldLearnThatAnotherNodeWon() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      DigitalOceanVipMover other = rig.mover(OTHER, rig.server.url(), PATIENT);
      rig.model.assign(IP, null);
      CompletionStage<VipOutcome> here = rig.mover.acquire(rig.address);
      CompletionStage<VipOutcome> there = other.acquire(rig.address);
      VipOutcome first = rig.time.await(here);
      VipOutcome second = rig.time.await(there);
      boolean isHere = Long.valueOf(SELF).equals(rig.holder());
      VipHolder seenHere = rig.inspect();
      VipHolder seenThere = rig.time.await(other.inspect(rig.address));
      assertThat(isHere ? first : second).isEqualTo(ASSIGNED);
      assertThat(isHere ? seenHere : seenThere).isEqualTo(new VipHolder.Here());
      assertThat(isHere ? seenThere : seenHere)
          .isEqualTo(new VipHolder.Elsewhere("droplet " + rig.holder()));
    }
  }

  @Test
  @DisplayName("DO19 an action that completed while another node's won is a failure")
  void shouldFailWhenAnotherNodeWon() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionNanos = () -> 1;
      rig.server.fault(
          GET + "/actions",
          (exchange, reply) -> {
            ApiModel.Reply completed = reply.reply();
            rig.model.assign(IP, OTHER);
            ApiServer.write(exchange, completed);
          });
      assertThat(rig.acquire())
          .isEqualTo(
              new VipOutcome.Failed(
                  "droplet 22 has it: another node assigned it at the same time",
                  Duration.ofSeconds(10)));
    }
  }

  @Test
  @DisplayName("DO20 between two assignments by one node lies a cool-off")
  void shouldCoolOffBetweenAssignments() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      rig.model.actionNanos = () -> 1;
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
      rig.model.assign(IP, OTHER);
      VipOutcome tooSoon = rig.acquire();
      assertThat(tooSoon)
          .isInstanceOfSatisfying(
              VipOutcome.Failed.class,
              failed -> {
                assertThat(failed.reason())
                    .isEqualTo("droplet 22 has it, and this node assigned it a moment ago");
                assertThat(failed.retryAfter())
                    .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
                assertThat(rig.model.posts()).isEqualTo(1);
              });
      rig.time.advance(((VipOutcome.Failed) tooSoon).retryAfter());
      assertThat(rig.acquire()).isEqualTo(ASSIGNED);
    }
  }

  @Test
  @DisplayName("DO22 a release leaves the assignment to the next owner, and asks nothing")
  void shouldLeaveTheAssignmentToTheNextOwner() throws Exception {
    try (Rig rig = Rig.heldBy(SELF)) {
      assertThat(rig.release()).isEqualTo(new VipOutcome.Released());
      assertThat(rig.server.requests()).isEmpty();
      assertThat(rig.holder()).isEqualTo(SELF);
    }
  }

  @Test
  @DisplayName("DO22 a release can unassign, when that is asked for")
  void shouldUnassignWhenAskedFor() throws Exception {
    try (Rig rig = Rig.heldBy(SELF, "on-release", "unassign")) {
      assertThat(rig.release()).isEqualTo(new VipOutcome.Released());
      assertThat(rig.holder()).isNull();
      assertThat(rig.inspect()).isEqualTo(new VipHolder.Absent());
      assertThat(rig.server.requests()).contains(POST);
    }
  }

  @Test
  void shouldNeverHaveTwoOperationsUnderWayForAnAddress() throws Exception {
    try (Rig rig = Rig.heldBy(OTHER)) {
      List<CompletionStage<VipOutcome>> acquires =
          List.of(rig.mover.acquire(rig.address), rig.mover.acquire(rig.address));
      for (CompletionStage<VipOutcome> acquire : acquires) {
        assertThat(rig.time.await(acquire)).isEqualTo(ASSIGNED);
      }
      assertThat(rig.model.posts()).isEqualTo(1);
    }
  }
}
