package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessPatternTest {

  @ParameterizedTest
  @CsvSource({
    // wanted, what the kernel calls it, its command line, whether it is the one
    "haproxy, haproxy, /usr/sbin/haproxy -W, true",
    "haproxy, haproxy, '', true",
    "haproxy, renamed, /usr/sbin/haproxy -W, true",
    "haproxy, vi, vi haproxy, false",
    "haproxy, haproxy2, haproxy2, false",
    "/usr/sbin/haproxy, haproxy, /usr/sbin/haproxy -W, true",
    "/usr/sbin/haproxy, haproxy, /opt/haproxy -W, false",
    "/usr/sbin/haproxy, haproxy, haproxy -W, false",
    // the kernel cuts names after 15 bytes
    "systemd-networkd, systemd-network, /lib/systemd/systemd-networkd, true",
    "systemd-networkd, systemd-network, /lib/systemd/systemd-networks, false",
    "systemd-network, systemd-network, /lib/systemd/systemd-networkd, false",
    // a script is known by its own name, and its interpreter comes first
    "check.sh, check.sh, /bin/sh /opt/check.sh, true",
    "/opt/check.sh, check.sh, /bin/sh /opt/check.sh, true",
    "check-of-uplink.sh, check-of-uplink, /bin/sh /opt/check-of-uplink.sh, true",
    "check.sh, sh, sh /opt/check.sh, false",
    // arguments follow one another, anywhere after the command
    "java -jar app.jar, java, java -Xmx1g -jar app.jar run, true",
    "java -jar app.jar, java, java -jar other.jar app.jar, false",
    "java -jar app.jar, java, java -jar, false",
  })
  void shouldTellWhetherAProcessIsTheWantedOne(
      String wanted, String command, String commandLine, boolean is) {
    ProcessPattern pattern = new ProcessPattern(List.of(wanted.split(" ", -1)));
    ProcessStat stat = new ProcessStat(42, command, 'S', 42, 1);

    assertThat(pattern.matches(stat, () -> List.of(commandLine.split(" ", -1)))).isEqualTo(is);
  }
}
