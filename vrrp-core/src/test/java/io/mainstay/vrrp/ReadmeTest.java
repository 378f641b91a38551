package io.mainstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.engine.VrrpAgentThread;
import io.mainstay.vrrp.net.LoopTransport;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.VrrpTransport;
import io.mainstay.vrrp.state.VrrpState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private interface Application {
    void run(BooleanSupplier isLeader);
  }

  // The lines between the markers are the README's.
  private static void example(
      VrrpTransport transport,
      InterfaceMonitor monitor,
      NeighborAnnouncer announcer,
      Application application) {
    // begin
    VrrpAgent agent = new VrrpAgent(transport, monitor, announcer);
    VrrpAgentThread thread = VrrpAgentThread.start(agent, transport);
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("leader", "eth0", 51)
            .priority(150) // another one on each node; the highest leads
            .noAddresses(AddressFamily.IPV4)
            .build();
    VirtualRouter router =
        agent.add(config, AddressInstaller.NONE, change -> System.out.println(change));
    application.run(() -> router.snapshot().state() == VrrpState.MASTER);
    thread.close(); // resigns, so that another node need not wait
    // end
  }

  @Test
  void shouldRunTheExample() {
    LoopTransport host = new LoopTransport(TestNode.address("10.0.0.2"));
    List<Boolean> leader = new ArrayList<>();

    example(host, host, host, is -> leader.add(is.getAsBoolean()));

    // Nobody leads before the master-down interval is over.
    assertThat(leader).containsExactly(false);
  }

  @Test
  void shouldShowTheExampleThatIsTested() throws Exception {
    List<String> readme = Files.readAllLines(Path.of("README.md"));
    int begin = readme.indexOf("```java");
    List<String> shown =
        readme.subList(
            begin + 1, begin + 1 + readme.subList(begin + 1, readme.size()).indexOf("```"));
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/io/mainstay/vrrp/ReadmeTest.java")).stream()
            .map(String::strip)
            .toList();
    List<String> tested = source.subList(source.indexOf("// begin") + 1, source.indexOf("// end"));

    assertThat(shown.stream().map(String::strip)).containsExactlyElementsOf(tested);
  }
}
