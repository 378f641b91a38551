package io.mainstay.benchmarks;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpAction;
import io.mainstay.vrrp.state.VrrpEvent;
import io.mainstay.vrrp.state.VrrpState;
import io.mainstay.vrrp.state.VrrpStateMachine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a backup's most frequent event costs: an advertisement of the master. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VrrpStateMachineBenchmark {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final List<VrrpAction> actions = new ArrayList<>();
  private VrrpStateMachine backup = new VrrpStateMachine(config());
  private VrrpEvent advertisement = new VrrpEvent.Startup();
  private long nowNanos;

  private static VirtualRouterConfig config() {
    return VirtualRouterConfig.builder("vip", "eth0", 51).addresses(address(100)).build();
  }

  private static InetAddress address(int host) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Setup
  public void becomeBackup() {
    backup.handle(new VrrpEvent.LinkUp(address(2)), nowNanos, actions);
    backup.handle(new VrrpEvent.Startup(), nowNanos, actions);
    advertisement = new VrrpEvent.AdvertisementReceived(150, INTERVAL_NANOS, address(1));
    if (backup.state() != VrrpState.BACKUP) {
      throw new IllegalStateException("the benchmark does not measure what it says");
    }
  }

  @Benchmark
  public List<VrrpAction> backupHearsTheMaster() {
    actions.clear();
    nowNanos += INTERVAL_NANOS;
    backup.handle(advertisement, nowNanos, actions);
    return actions;
  }
}
