package io.mainstay.vip.docker;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.RemoteMoverWorld;
import io.mainstay.vip.tck.RemoteVipMoverTck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every rule of the movers' kit, against an Engine that can fall silent. */
class DockerVipMoverTckTest extends RemoteVipMoverTck {

  @Override
  protected RemoteMoverWorld world() throws Exception {
    Path folder = Files.createTempDirectory("engine");
    return new FakeWorld(folder, FakeEngine.unix(folder).container("own").container("other"));
  }

  private record FakeWorld(Path folder, FakeEngine engine) implements RemoteMoverWorld {

    @Override
    public VipMover start() {
      Map<String, String> settings =
          Map.of(
              "network",
              FakeEngine.NETWORK,
              "container",
              "own",
              "engine",
              engine.address().toString(),
              "timeout",
              "3s");
      return new DockerVipMoverFactory().create(addresses(), settings);
    }

    @Override
    public List<VirtualAddress> addresses() {
      return List.of(
          new VirtualAddress(Literal.of("10.231.7.100"), 24, "eth0"),
          new VirtualAddress(Literal.of("fd00:231:7::100"), 64, "eth0"));
    }

    private static String text(VirtualAddress address) {
      return address.address().getAddress().length == 4 ? "10.231.7.100" : "fd00:231:7::100";
    }

    @Override
    public boolean has(VirtualAddress address) {
      return engine.has("own", text(address));
    }

    @Override
    public void takeAway(VirtualAddress address) {
      engine.takeOff("own");
    }

    @Override
    public void hang() {
      engine.hang();
    }

    @Override
    public void resume() {
      engine.resume();
    }

    @Override
    public void loseNextAnswer() {
      engine.loseNextAnswer();
    }

    @Override
    public void giveAway(VirtualAddress address) {
      engine.takeOff("own");
      engine.put("other", "10.231.7.100", "fd00:231:7::100");
    }

    @Override
    public boolean anotherHas(VirtualAddress address) {
      return engine.has("other", text(address));
    }

    @Override
    public void end() throws Exception {
      engine.close();
      Files.deleteIfExists(folder.resolve("docker.sock"));
      Files.delete(folder);
    }
  }
}
