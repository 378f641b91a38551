package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NetlinkClientTest {
  /** NLMSG_ERROR with number 0, for sequence 1, capped: the acknowledgement. */
  private static final String ACK =
      "24000000 0200 0001 01000000 34120000 00000000" + "20000000 1400 0506 01000000 00000000";

  private static final String DONE = "14000000 0300 0200 01000000 34120000 00000000";

  /** 10.0.0.9/32 on interface 2. */
  private static final String ADDRESS =
      "20000000 1400 0200 01000000 34120000 02 20 80 00 02000000 0800 0200 0a000009";

  private final ScriptedChannel kernel = new ScriptedChannel();
  private final NetlinkClient client = kernel.client();

  private static InetAddress ip(String text) throws IOException {
    return InetAddress.getByName(text);
  }

  @Test
  @DisplayName("NL24 leases: netlink in host order, golden bytes")
  void shouldEncodeALeasedIpv4Address() throws IOException {
    kernel.answer(ACK);

    client.addAddress(
        2, ip("10.0.0.9"), 32, AddressTerms.of(ip("10.0.0.9"), "eth0", 2), Netlink.NLM_F_REPLACE);

    assertThat(kernel.requests)
        .containsExactly(
            // header: length, RTM_NEWADDR, REQUEST|ACK|CREATE|REPLACE, sequence 1
            "50000000140005050100000000000000"
                // AF_INET, /32, interface 2
                + "0220000002000000"
                // IFA_LOCAL, IFA_ADDRESS
                + "080002000a000009080001000a000009"
                // IFA_PROTO 77
                + "05000b004d000000"
                // IFA_CACHEINFO: preferred 2 s, valid 2 s
                + "1400060002000000020000000000000000000000"
                // IFA_LABEL "eth0:ms"
                + "0c000300657468303a6d7300");
  }

  @Test
  @DisplayName("NL14 NL24 NODAD, preferred for 0 s, golden bytes")
  void shouldEncodeAnIpv6AddressThatIsNeverASource() throws IOException {
    kernel.answer(ACK);

    client.addAddress(
        3,
        ip("fd00::9"),
        128,
        AddressTerms.of(ip("fd00::9"), "eth0", AddressTerms.FOR_EVER),
        Netlink.NLM_F_EXCL);

    assertThat(kernel.requests)
        .containsExactly(
            "64000000140005060100000000000000"
                + "0a80000003000000"
                + "14000200fd000000000000000000000000000009"
                + "14000100fd000000000000000000000000000009"
                + "05000b004d000000"
                // IFA_FLAGS: IFA_F_NODAD
                + "0800080002000000"
                // preferred 0 s, valid for ever
                + "1400060000000000ffffffff0000000000000000");
  }

  @Test
  void shouldTellTheKernelsErrorInItsOwnWords() throws IOException {
    kernel.answer(
        // error -99, capped, then NLMSGERR_ATTR_MSG "no luck"
        "30000000 0200 0003 01000000 34120000 9dffffff",
        "20000000 1500 0500 01000000 00000000",
        "0c00 0100 6e6f206c75636b00");

    ErrnoException failure =
        catchThrowableOfType(
            ErrnoException.class, () -> client.deleteAddress(2, ip("10.0.0.9"), 32));

    assertThat(failure.errno()).isEqualTo(Errno.EADDRNOTAVAIL);
    assertThat(failure).hasMessage("remove 10.0.0.9/32 (no luck): no such address (EADDRNOTAVAIL)");
  }

  @Test
  void shouldRefuseAnErrorThatClaimsALongerRequestThanItCarries() {
    kernel.answer(
        "28000000 0200 0002 01000000 34120000 9dffffff",
        "00010000 1500 0500 01000000 00000000 00000000");

    assertThatThrownBy(() -> client.deleteAddress(2, ip("10.0.0.9"), 32))
        .isInstanceOf(MalformedNetlinkException.class);
  }

  @Test
  @DisplayName("NL07 an error cut short")
  void shouldRefuseATruncatedError() {
    kernel.answer("12000000 0200 0000 01000000 34120000 0000 0000");

    assertThatThrownBy(() -> client.deleteAddress(2, ip("10.0.0.9"), 32))
        .isInstanceOf(MalformedNetlinkException.class);
  }

  @Test
  @DisplayName("NL08 answers to others and to earlier requests are skipped")
  void shouldSkipAnswersToOthersAndToEarlierRequests() throws IOException {
    kernel
        // another port, sequence 1, error EPERM
        .answer(
            "24000000 0200 0001 01000000 99990000 ffffffff 20000000 1400 0506 01000000 00000000")
        // our port, sequence 0, error EPERM
        .answer(
            "24000000 0200 0001 00000000 34120000 ffffffff 20000000 1400 0506 00000000 00000000")
        .answer(ACK);

    client.deleteAddress(2, ip("10.0.0.9"), 32);

    assertThat(kernel.requests).hasSize(1);
  }

  @Test
  void shouldAskForANeighbourAnewWithoutLosingWhatWaitsForIt() throws IOException {
    kernel.answerInSequence(ACK).answerInSequence(ACK);

    client.askNeighborAnew(new NeighborEntry(2, ip("10.0.0.7"), Netlink.NUD_INCOMPLETE));

    assertThat(kernel.requests)
        .containsExactly(
            // RTM_NEWNEIGH, REQUEST|ACK|REPLACE; AF_INET, interface 2, NUD_NONE; NDA_DST
            "240000001c0005010100000000000000" + "020000000200000000000000" + "080001000a000007",
            // the same with NTF_USE
            "240000001c0005010200000000000000" + "020000000200000000000100" + "080001000a000007");
  }

  @Test
  void shouldReadWhichNeighboursDidNotAnswer() throws IOException {
    kernel.answer(
        // IPv6, interface 2, NUD_REACHABLE, fe80::1
        "30000000 1c00 0200 01000000 34120000 0a000000 02000000 0200 0000",
        "1400 0100 fe80000000000000 0000000000000001",
        // IPv4, interface 3, NUD_INCOMPLETE, 10.0.0.7
        "24000000 1c00 0200 01000000 34120000 02000000 03000000 0100 0000 0800 0100 0a000007",
        DONE);

    List<NeighborEntry> neighbors = client.neighbors();

    assertThat(kernel.requests)
        .containsExactly("1c0000001e0001030100000000000000" + "000000000000000000000000");
    assertThat(neighbors)
        .containsExactly(
            new NeighborEntry(2, ip("fe80::1"), 0x02), new NeighborEntry(3, ip("10.0.0.7"), 0x01));
    assertThat(neighbors).map(NeighborEntry::unanswered).containsExactly(false, true);
  }

  @Test
  void shouldReadADumpThatComesInSeveralDatagrams() throws IOException {
    kernel.answer(ADDRESS, ADDRESS).answer(ADDRESS).answer(DONE);

    assertThat(client.addresses()).hasSize(3);
  }

  @Test
  @DisplayName("NL05 an interrupted dump is read again")
  void shouldReadAgainWhenTheDumpWasInterrupted() throws IOException {
    kernel
        // NLM_F_MULTI | NLM_F_DUMP_INTR
        .answer(ADDRESS.replaceFirst("1400 0200", "1400 1200"), ADDRESS, DONE)
        .answer(
            ADDRESS.replaceFirst("0200 01000000", "0200 02000000"),
            DONE.replaceFirst("0200 01000000", "0200 02000000"));

    assertThat(client.addresses()).hasSize(1);
    assertThat(kernel.requests).hasSize(2);
  }

  @Test
  @DisplayName("NL05 three interrupted dumps are a failure")
  void shouldGiveUpWhenEveryDumpIsInterrupted() {
    for (int sequence = 1; sequence <= NetlinkClient.DUMP_ATTEMPTS; sequence++) {
      kernel.answer("14000000 0300 1200 0" + sequence + "000000 34120000 00000000");
    }

    assertThatThrownBy(client::addresses).hasMessageContaining("3 readings");
    assertThat(kernel.requests).hasSize(NetlinkClient.DUMP_ATTEMPTS);
  }

  @Test
  void shouldFailADumpThatEndsWithAnError() {
    // NLMSG_DONE with -ENOMEM
    kernel.answer("14000000 0300 0200 01000000 34120000 f4ffffff");

    assertThatThrownBy(client::addresses).isInstanceOf(ErrnoException.class);
  }

  @Test
  @DisplayName("NL11 no reply: failed after two seconds")
  void shouldWaitTwoSecondsAtMost() {
    kernel.pace(TimeUnit.MILLISECONDS.toNanos(900)).answer(ADDRESS).answer(ADDRESS).answer(ADDRESS);

    assertThatThrownBy(client::addresses).hasMessageContaining("within 2 s");
    assertThat(kernel.nowNanos()).isEqualTo(NetlinkClient.DEADLINE_NANOS);
  }

  @Test
  void shouldSayThatAnInterfaceDoesNotExist() throws IOException {
    // error -ENODEV
    kernel.answer(
        "24000000 0200 0001 01000000 34120000 edffffff 20000000 1200 0500 01000000 00000000");

    assertThat(client.link("eth9")).isNull();
  }

  @Test
  @DisplayName("NL12 a lookup error is no missing interface")
  void shouldNotTakeALookupErrorForAMissingInterface() {
    // error -ENOBUFS
    kernel.answer(
        "24000000 0200 0001 01000000 34120000 97ffffff 20000000 1200 0500 01000000 00000000");

    assertThatThrownBy(() -> client.link("eth0")).isInstanceOf(ErrnoException.class);
  }
}
