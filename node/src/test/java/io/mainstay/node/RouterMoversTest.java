package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.vip.NamedMover;
import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RouterMoversTest {
  private final List<String> said = new ArrayList<>();

  /** Says what it is told. */
  private final class Recorder implements VipMover {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    private <T> CompletionStage<T> say(String what, VirtualAddress address, T answer) {
      said.add(name + " " + what + " " + address);
      return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return say("acquires", address, new VipOutcome.Held(false));
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return say("releases", address, new VipOutcome.Released());
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return say("inspects", address, new VipHolder.Absent());
    }

    @Override
    public void close() {
      said.add(name + " is closed");
    }
  }

  private VipMoverFactory plain(String name) {
    return (addresses, settings) -> {
      said.add(name + " moves " + addresses);
      return new Recorder(name);
    };
  }

  /** Packets to 203.0.113.7 arrive at 10.17.0.5. */
  private VipMoverFactory translating() {
    VipMoverFactory plain = plain("cloud");
    return new VipMoverFactory() {
      @Override
      public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
        return plain.create(addresses, settings);
      }

      @Override
      public Map<VirtualAddress, VirtualAddress> arriving(
          List<VirtualAddress> addresses, Map<String, String> settings) {
        Map<VirtualAddress, VirtualAddress> arriving = new HashMap<>();
        VirtualAddress first = addresses.get(0);
        try {
          arriving.put(
              first,
              new VirtualAddress(
                  HostResolver.SYSTEM.resolve("10.17.0.5"), 16, first.interfaceName()));
        } catch (java.net.UnknownHostException e) {
          throw new AssertionError(e);
        }
        return arriving;
      }
    };
  }

  @Test
  void shouldHaveTheMoversBeforeHoldTheAddressThatPacketsArriveAt() throws Exception {
    var config =
        new NodeConfigReader(HostResolver.SYSTEM)
            .readText(
                """
                mainstay.routers.vip {
                  interface = eth0, vrid = 51
                  addresses = [ "203.0.113.7/32", "203.0.113.8/32" ]
                  mover = [ local, cloud, after ]
                }
                """,
                "node.conf")
            .routers()
            .get(0);
    Map<String, VipMoverFactory> factories =
        Map.of("local", plain("local"), "cloud", translating(), "after", plain("after"));
    try (RouterMovers movers =
        RouterMovers.create(config, new Plugins(factories, Map.of(), Map.of()))) {
      VirtualAddress first = config.addresses().get(0);
      VirtualAddress second = config.addresses().get(1);
      for (NamedMover each : movers.named()) {
        each.mover().acquire(first);
        each.mover().inspect(second);
        each.mover().release(first);
      }
    }
    assertThat(said)
        .containsExactly(
            "local moves [10.17.0.5/16 on eth0, 203.0.113.8/32 on eth0]",
            "cloud moves [203.0.113.7/32 on eth0, 203.0.113.8/32 on eth0]",
            "after moves [203.0.113.7/32 on eth0, 203.0.113.8/32 on eth0]",
            "local acquires 10.17.0.5/16 on eth0",
            "local inspects 203.0.113.8/32 on eth0",
            "local releases 10.17.0.5/16 on eth0",
            "cloud acquires 203.0.113.7/32 on eth0",
            "cloud inspects 203.0.113.8/32 on eth0",
            "cloud releases 203.0.113.7/32 on eth0",
            "after acquires 203.0.113.7/32 on eth0",
            "after inspects 203.0.113.8/32 on eth0",
            "after releases 203.0.113.7/32 on eth0",
            "local is closed",
            "cloud is closed",
            "after is closed");
  }
}
