package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is asked of the kernel, in order, and what its answers mean. */
class InterfaceHolderTest {
  private static final String ETH0_IS_2 =
      "2c000000 1000 0000 00000000 34120000"
          + "00 00 0100 02000000 41000000 00000000"
          + "0900 0300 6574683000 000000"
          + "24000000 0200 0001 00000000 34120000 00000000 20000000 1200 0500 00000000 00000000";
  private static final String OURS =
      "28000000 1400 0200 00000000 34120000 02 20 00 00 02000000"
          + "0800 0200 0a000009 0500 0b00 4d000000";
  private static final String FOREIGN =
      "20000000 1400 0200 00000000 34120000 02 20 80 00 02000000 0800 0200 0a000009";
  private static final String ON_ANOTHER_INTERFACE =
      "28000000 1400 0200 00000000 34120000 02 20 00 00 03000000"
          + "0800 0200 0a000009 0500 0b00 4d000000";
  private static final String DONE = "14000000 0300 0200 00000000 34120000 00000000";

  private final ScriptedChannel kernel = new ScriptedChannel();
  private VirtualAddress vip;
  private InterfaceHolder holder;

  @BeforeEach
  void make() throws Exception {
    vip = new VirtualAddress(InetAddress.getByName("10.0.0.9"), 32, "eth0");
    holder = new InterfaceHolder(kernel.client(), LinuxVipSettings.parse(Map.of()), 2);
  }

  /** NLMSG_ERROR; 0 is the acknowledgement. */
  private static String verdict(int errno) {
    return "24000000 0200 0001 00000000 34120000"
        + HexFormat.of().toHexDigits(Integer.reverseBytes(-errno))
        + "20000000 1400 0506 00000000 00000000";
  }

  /** Type and flags of each request, as they stand in its header. */
  private List<String> asked() {
    return kernel.requests.stream().map(request -> request.substring(8, 16)).toList();
  }

  @Test
  @DisplayName("NL09 an error of number 0 is the acknowledgement")
  void shouldAddWhatIsNotThere() throws Exception {
    kernel.answerInSequence(ETH0_IS_2).answerInSequence(verdict(0));

    assertThat(holder.acquire(vip)).isEqualTo(new VipOutcome.Held(false));
    // RTM_GETLINK; RTM_NEWADDR with CREATE|EXCL
    assertThat(asked()).containsExactly("12000500", "14000506");
  }

  @Test
  @DisplayName("NL01 EEXIST about our own address: held already, and renewed")
  void shouldRenewItsOwn() throws Exception {
    kernel
        .answerInSequence(ETH0_IS_2)
        .answerInSequence(verdict(Errno.EEXIST))
        .answerInSequence(ON_ANOTHER_INTERFACE, OURS, DONE)
        .answerInSequence(verdict(0));

    assertThat(holder.acquire(vip)).isEqualTo(new VipOutcome.Held(true));
    // … RTM_GETADDR; RTM_NEWADDR with CREATE|REPLACE
    assertThat(asked()).containsExactly("12000500", "14000506", "16000103", "14000505");
  }

  @Test
  @DisplayName("NL01 EEXIST about a stranger's address: held, and left as it is")
  void shouldUseAStrangersAddressWithoutChangingIt() throws Exception {
    kernel
        .answerInSequence(ETH0_IS_2)
        .answerInSequence(verdict(Errno.EEXIST))
        .answerInSequence(ON_ANOTHER_INTERFACE, FOREIGN, DONE);

    assertThat(holder.acquire(vip)).isEqualTo(new VipOutcome.Held(true));
    assertThat(asked()).containsExactly("12000500", "14000506", "16000103");
  }

  @Test
  void shouldNotRemoveAStrangersAddress() throws Exception {
    kernel.answerInSequence(ETH0_IS_2).answerInSequence(FOREIGN, DONE);

    assertThat(holder.release(vip)).isInstanceOf(VipOutcome.Refused.class);
    assertThat(asked()).containsExactly("12000500", "16000103");
  }

  @Test
  @DisplayName("NL02 EADDRNOTAVAIL: released")
  void shouldReleaseWhatVanishesWhileItIsRemoved() throws Exception {
    kernel
        .answerInSequence(ETH0_IS_2)
        .answerInSequence(OURS, DONE)
        .answerInSequence(verdict(Errno.EADDRNOTAVAIL));

    assertThat(holder.release(vip)).isEqualTo(new VipOutcome.Released());
    assertThat(asked()).containsExactly("12000500", "16000103", "15000500");
  }

  @Test
  @DisplayName("NL12 the interface is gone: released")
  void shouldReleaseWhenTheInterfaceIsGone() throws Exception {
    kernel.answerInSequence(verdict(Errno.ENODEV));

    assertThat(holder.release(vip)).isEqualTo(new VipOutcome.Released());
  }

  @Test
  @DisplayName("NL12 a failed lookup is not a missing address")
  void shouldNotTakeAFailedLookupForRelease() {
    kernel.answerInSequence(ETH0_IS_2).answerInSequence(OURS, DONE).answerInSequence(verdict(12));

    ErrnoException failure = catchThrowableOfType(ErrnoException.class, () -> holder.release(vip));

    assertThat(failure.errno()).isEqualTo(Errno.ENOMEM);
  }
}
