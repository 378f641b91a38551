package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void shouldAddUserAndKernelTime() {
    String stat =
        "4711 (haproxy) S 1 4711 4711 0 -1 4194560 1184 0 0 0 123 4567 9 9 20 0 1 0 1 2 3 4\n";

    assertThat(ProcStat.cpuNanos(stat)).isEqualTo((123 + 4567) * 10_000_000L);
  }

  @Test
  void shouldNotStumbleOverSpacesAndParenthesesInTheName() {
    String stat = "7 (a (b) c d) S 1 7 7 0 -1 4194560 1184 0 0 0 5 6 0 0 20 0 1 0 1 2 3 4\n";

    assertThat(ProcStat.cpuNanos(stat)).isEqualTo(110_000_000L);
  }

  @Test
  void shouldRefuseWhatIsNoStat() {
    assertThatThrownBy(() -> ProcStat.cpuNanos("7 (cut) S 1 7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a /proc/PID/stat");
  }

  @Test
  void shouldReadResidentMemory() {
    String status = "Name:\thaproxy\nVmHWM:\t   99 kB\nVmRSS:\t   17456 kB\nRssAnon:\t 1 kB\n";

    assertThat(ProcStat.residentBytes(status)).isEqualTo(17_456 * 1024L);
  }

  @Test
  void shouldSeeNoMemoryWhenTheProcessHasEnded() {
    assertThat(ProcStat.residentBytes("Name:\thaproxy\nState:\tZ (zombie)\n")).isZero();
  }

  @Test
  void shouldReadTheLimitOfOpenFiles() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             95000                95000                processes
        Max open files            1024                 20000                files
        """;

    assertThat(OpenFiles.limit(limits)).isEqualTo(1024);
    assertThat(OpenFiles.limit("Max open files   unlimited  unlimited  files"))
        .isEqualTo(Integer.MAX_VALUE);
  }
}
