package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.WhenDuplicate;
import io.mainstay.vip.linux.LinuxAddressProbe.Claim;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AddressClaimsTest {
  private static final long START_NANOS = Long.MAX_VALUE - 1_000;
  private static final boolean HEARD = true;
  private static final boolean ALONE = false;

  private static AddressClaims claims(WhenDuplicate when) {
    return new AddressClaims(when, Duration.ofSeconds(1));
  }

  private static List<Claim> stranger() throws Exception {
    return List.of(new Claim(InetAddress.getByName("10.0.0.9"), "02:00:00:00:00:07"));
  }

  private static long at(long millis) {
    return START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void shouldAskBeforeAMissingMastersPlaceIsTaken() {
    AddressClaims claims = claims(WhenDuplicate.WARN);

    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(0))).isFalse();
    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(1999))).isFalse();
    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(2000))).isTrue();
    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(2001))).isFalse();
    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(3000))).isTrue();
  }

  @Test
  void shouldNotAskWhileAMasterIsHeard() {
    AddressClaims claims = claims(WhenDuplicate.FAULT);

    for (long millis = 0; millis < 60_000; millis += 500) {
      assertThat(claims.due(VrrpState.BACKUP, HEARD, at(millis))).isFalse();
    }
  }

  @Test
  void shouldNeverAskWhenItIsToIgnoreDuplicates() {
    AddressClaims claims = claims(WhenDuplicate.IGNORE);

    for (long millis = 0; millis < 60_000; millis += 500) {
      assertThat(claims.due(VrrpState.BACKUP, ALONE, at(millis))).isFalse();
      assertThat(claims.due(VrrpState.MASTER, HEARD, at(millis))).isFalse();
    }
  }

  @Test
  void shouldSayWhoAnswersAndWhatToDo() throws Exception {
    AddressClaims claims = claims(WhenDuplicate.WARN);
    claims.due(VrrpState.BACKUP, ALONE, at(0));
    assertThat(claims.due(VrrpState.BACKUP, ALONE, at(2000))).isTrue();

    assertThat(claims.answered(stranger())).isTrue();
    assertThat(claims.answered(stranger())).as("the same again is no news").isFalse();

    assertThat(claims.sentence())
        .hasValue(
            "10.0.0.9 is also at 02:00:00:00:00:07, which is heard as no VRRP master: end what has"
                + " the address there (a killed VRRP daemon may have left it), or give one of the"
                + " two another address");
    assertThat(claims.keepsOut()).isFalse();
  }

  @Test
  void shouldStayOutUntilTheStrangerIsGone() throws Exception {
    AddressClaims claims = claims(WhenDuplicate.FAULT);
    claims.due(VrrpState.BACKUP, ALONE, at(0));
    claims.due(VrrpState.BACKUP, ALONE, at(2000));
    claims.answered(stranger());
    assertThat(claims.keepsOut()).isTrue();

    assertThat(claims.due(VrrpState.FAULT, ALONE, at(2100))).isFalse();
    assertThat(claims.due(VrrpState.FAULT, ALONE, at(3100))).isTrue();
    claims.answered(List.of());
    assertThat(claims.keepsOut()).as("one answer may be lost").isTrue();
    assertThat(claims.due(VrrpState.FAULT, ALONE, at(4100))).isTrue();
    claims.answered(List.of());

    assertThat(claims.keepsOut()).isFalse();
    assertThat(claims.sentence()).isEmpty();
  }

  @Test
  void shouldForgetTheStrangerThatTurnsOutToBeTheMaster() throws Exception {
    AddressClaims claims = claims(WhenDuplicate.FAULT);
    claims.due(VrrpState.BACKUP, ALONE, at(0));
    claims.due(VrrpState.BACKUP, ALONE, at(2000));
    claims.answered(stranger());

    assertThat(claims.due(VrrpState.BACKUP, HEARD, at(2100))).isFalse();

    assertThat(claims.sentence()).isEmpty();
    assertThat(claims.keepsOut()).isFalse();
  }

  @Test
  void shouldOnlyWarnAsMasterForItsPlaceIsTaken() throws Exception {
    AddressClaims claims = claims(WhenDuplicate.FAULT);
    claims.due(VrrpState.MASTER, HEARD, at(0));
    assertThat(claims.due(VrrpState.MASTER, HEARD, at(4999))).isFalse();
    assertThat(claims.due(VrrpState.MASTER, HEARD, at(5000))).isTrue();

    claims.answered(stranger());

    assertThat(claims.sentence()).isPresent();
    assertThat(claims.keepsOut()).isFalse();
    assertThat(claims.due(VrrpState.MASTER, HEARD, at(14_999))).isFalse();
    assertThat(claims.due(VrrpState.MASTER, HEARD, at(15_000))).isTrue();
  }
}
