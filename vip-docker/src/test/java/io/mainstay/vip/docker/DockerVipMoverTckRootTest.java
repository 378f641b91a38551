package io.mainstay.vip.docker;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.MoverWorld;
import io.mainstay.vip.tck.VipMoverTck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every rule of the movers' kit that a real Engine can be put to. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerVipMoverTckRootTest extends VipMoverTck {

  private @Nullable DockerDaemon started;

  @BeforeAll
  void startEngine(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
    started = DockerDaemon.start(folder);
  }

  @AfterAll
  void endEngine() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @Override
  protected MoverWorld world() {
    DockerDaemon engine = Objects.requireNonNull(started);
    engine.run("lb1", "exec sleep 1000");
    return new EngineWorld(engine);
  }

  private record EngineWorld(DockerDaemon engine) implements MoverWorld {

    @Override
    public VipMover start() {
      Map<String, String> settings =
          Map.of(
              "network", "vip",
              "container", "lb1",
              "engine", engine.address().toString(),
              "timeout", "20s");
      return new DockerVipMoverFactory().create(addresses(), settings);
    }

    @Override
    public List<VirtualAddress> addresses() {
      return List.of(
          new VirtualAddress(Literal.of("10.231.7.100"), 24, "eth0"),
          new VirtualAddress(Literal.of("fd00:231:7::100"), 64, "eth0"));
    }

    @Override
    public boolean has(VirtualAddress address) throws Exception {
      String text = address.address().getAddress().length == 4 ? "10.231.7.100/" : "7::100/";
      return engine.exec("lb1", "ip", "address").contains(text);
    }

    @Override
    public void takeAway(VirtualAddress address) {
      engine.client().disconnectFromNetworkCmd().withNetworkId("vip").withContainerId("lb1").exec();
    }

    @Override
    public Duration deadline() {
      return Duration.ofMinutes(2);
    }

    @Override
    public void end() {
      engine.clear();
    }
  }
}
