package io.mainstay.node.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class ExecVipMoverTest {
  @TempDir private Path folder = Path.of("");

  private static VirtualAddress address() throws Exception {
    return new VirtualAddress(InetAddress.getByName("10.9.8.1"), 24, "eth0");
  }

  private static Map<String, String> settings(String up, String down, String inspect) {
    return new HashMap<>(Map.of("up", up, "down", down, "inspect", inspect, "time-limit", "20s"));
  }

  private static VipOutcome acquire(Map<String, String> settings) throws Exception {
    try (VipMover mover = new ExecVipMover(ExecSettings.parse(settings))) {
      return mover.acquire(address()).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldTellTheCommandsWhatToDo() throws Exception {
    Path told = folder.resolve("told");
    String inspect = "[ -e " + told + " ]";
    acquire(settings("env | grep ^MAINSTAY_ | sort > " + told, "true", inspect));
    assertThat(told)
        .hasContent(
            """
            MAINSTAY_ADDRESS=10.9.8.1
            MAINSTAY_FAMILY=ipv4
            MAINSTAY_INTERFACE=eth0
            MAINSTAY_OPERATION=up
            MAINSTAY_PREFIX_LENGTH=24
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "echo no luck; exit 3, Failed, up ended with 3: no luck",
    "exit 78,              Refused, up ended with 78",
    "/does/not/exist,      Refused, up ended with 127",
    "true,                 Failed, 'up succeeded, but inspect says Absent'",
  })
  void shouldTellWhyAnAddressDidNotCome(String up, String kind, String reason) throws Exception {
    VipOutcome outcome = acquire(settings(up, "true", "exit 1"));
    assertThat(outcome.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(outcome.toString()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0,               Here[]",
    "exit 1,               Absent[]",
    "echo node-b; exit 2,  Elsewhere[owner=node-b]",
    "exit 2,               Elsewhere[owner=another node]",
    "echo broken; exit 9,  Unknown[reason=inspect ended with 9: broken]",
  })
  void shouldReadWhoHoldsAnAddressFromTheExitCode(String inspect, String holder) throws Exception {
    try (VipMover mover = new ExecVipMover(ExecSettings.parse(settings("true", "true", inspect)))) {
      VipHolder answer = mover.inspect(address()).toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(answer.toString()).isEqualTo(holder);
    }
  }

  @Test
  void shouldKillACommandWithItsChildrenWhenItsTimeIsOver() throws Exception {
    Path pid = folder.resolve("pid");
    Map<String, String> settings =
        settings("sleep 600 & echo $! > " + pid + "; wait", "true", "exit 1");
    settings.put("time-limit", "1s");
    assertThat(acquire(settings).toString())
        .contains("up did not end within 1000 ms and was killed");
    Path child = Path.of("/proc", Files.readString(pid).strip(), "stat");
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (runs(child) && endNanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertThat(runs(child)).as("the child lives").isFalse();
  }

  /** One that is dead and that nobody has buried yet does not run. */
  private static boolean runs(Path stat) {
    try {
      return !Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldNotBlockOnACommandThatWritesMuch() throws Exception {
    String up = "head -c 3000000 /dev/zero | tr '\\0' x; touch " + folder.resolve("up");
    assertThat(acquire(settings(up, "true", "[ -e " + folder.resolve("up") + " ]")))
        .isEqualTo(new VipOutcome.Held(false));
  }

  @Test
  void shouldNameTheSettingThatIsMissingOrUnknown() {
    assertThatThrownBy(() -> ExecSettings.parse(Map.of("up", "true", "down", "true")))
        .hasMessage("exec mover: inspect is missing; written are only down, up");
    Map<String, String> more = settings("true", "true", "true");
    more.put("upp", "x");
    assertThatThrownBy(() -> ExecSettings.parse(more))
        .hasMessageStartingWith("exec mover: upp is unknown; known are");
  }
}
