package io.mainstay.node.exec;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.RemoteMoverWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with one file for each address, which says who has it, and commands that change it. */
final class ExecWorld implements RemoteMoverWorld {
  private static final String HANG = "while [ -e hang ]; do sleep 0.02; done; ";
  private static final String LOSE = "; if [ -e lose ]; then rm lose; kill -9 $$; fi";

  private final Path folder;

  ExecWorld(Path folder) {
    this.folder = folder;
  }

  Map<String, String> settings() {
    String there = "cd '" + folder + "' || exit 78; " + HANG;
    return Map.of(
        "up", there + "echo here > $MAINSTAY_ADDRESS" + LOSE,
        "down", there + "rm -f $MAINSTAY_ADDRESS" + LOSE,
        "inspect",
            there
                + "[ -e $MAINSTAY_ADDRESS ] || exit 1; read who < $MAINSTAY_ADDRESS;"
                + " [ $who = here ] && exit 0; echo $who; exit 2",
        "time-limit", "2s");
  }

  @Override
  public VipMover start() {
    return new ExecVipMoverFactory().create(addresses(), settings());
  }

  @Override
  public List<VirtualAddress> addresses() {
    try {
      byte[] one = {10, 9, 8, 1};
      byte[] two = {10, 9, 8, 2};
      return List.of(
          new VirtualAddress(InetAddress.getByAddress(one), 24, "eth0"),
          new VirtualAddress(InetAddress.getByAddress(two), 24, "eth0"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(VirtualAddress address) {
    return folder.resolve(address.address().getHostAddress());
  }

  private boolean says(VirtualAddress address, String who) throws IOException {
    return Files.exists(file(address)) && Files.readString(file(address)).strip().equals(who);
  }

  @Override
  public boolean has(VirtualAddress address) throws IOException {
    return says(address, "here");
  }

  @Override
  public void takeAway(VirtualAddress address) throws IOException {
    Files.deleteIfExists(file(address));
  }

  @Override
  public void giveAway(VirtualAddress address) throws IOException {
    Files.writeString(file(address), "another\n");
  }

  @Override
  public boolean anotherHas(VirtualAddress address) throws IOException {
    return says(address, "another");
  }

  @Override
  public void hang() throws IOException {
    Files.createFile(folder.resolve("hang"));
  }

  @Override
  public void resume() throws IOException {
    Files.delete(folder.resolve("hang"));
  }

  @Override
  public void loseNextAnswer() throws IOException {
    Files.createFile(folder.resolve("lose"));
  }

  @Override
  public void end() {}
}
