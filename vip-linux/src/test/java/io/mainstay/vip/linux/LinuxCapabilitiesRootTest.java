package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator reads who forgot a capability. */
@Tag("root")
class LinuxCapabilitiesRootTest {
  @Test
  @DisplayName("NL13 without CAP_NET_ADMIN")
  void shouldSayWhatTheMoverNeeds() throws Exception {
    assertThat(failureWithout("net_admin", AddressKeeper.class, "auto", "10.99.0.9", "32", "lo"))
        .contains("to move addresses, the linux mover needs CAP_NET_ADMIN: run as root")
        .contains("--cap-add NET_ADMIN")
        .contains("setcap cap_net_admin+ep");
  }

  @Test
  @DisplayName("NL13 without CAP_NET_RAW")
  void shouldSayWhatVrrpNeeds() throws Exception {
    assertThat(failureWithout("net_raw", VrrpIoOpener.class))
        .contains("to open a packet socket for gratuitous ARP needs CAP_NET_RAW: run as root")
        .contains("AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW");
  }

  @Test
  void shouldSayWhatPriorityNeeds() throws Exception {
    assertThat(failureWithout("sys_nice", ThreadPriorityAsker.class))
        .contains("to run VRRP at realtime priority needs CAP_SYS_NICE or a limit that allows it")
        .contains("systemd unit LimitRTPRIO=1")
        .contains("--ulimit rtprio=1")
        .contains("to run VRRP at nice -20 needs CAP_SYS_NICE")
        .contains("systemd unit LimitNICE=-20");
  }

  /** Runs a class as root without one capability and returns what it prints. */
  private static String failureWithout(String capability, Class<?> main, String... arguments)
      throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to give up a capability");
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root to give up a capability");
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--bounding-set=-" + capability,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isNotZero();
    return output;
  }
}
