package com.example.mover;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.MoverWorld;
import io.mainstay.vip.tck.VipMoverTck;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class NotesMoverTckTest extends VipMoverTck {
  @TempDir Path folder;

  @Override
  protected MoverWorld world() throws Exception {
    InetAddress one = InetAddress.getByName("10.0.0.9");
    InetAddress two = InetAddress.getByName("10.0.0.10");
    return new MoverWorld() {
      @Override
      public VipMover start() {
        return new NotesMover(folder);
      }

      @Override
      public List<VirtualAddress> addresses() {
        return List.of(new VirtualAddress(one, 32, "eth0"), new VirtualAddress(two, 32, "eth0"));
      }

      @Override
      public boolean has(VirtualAddress address) {
        return Files.exists(folder.resolve(address.address().getHostAddress()));
      }

      @Override
      public void takeAway(VirtualAddress address) throws Exception {
        Files.delete(folder.resolve(address.address().getHostAddress()));
      }

      @Override
      public void end() {}
    };
  }
}
