package io.mainstay.vip.linux;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.tck.MoverWorld;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Two hosts in network namespaces, and the mover with given settings on one of them. */
final class LinuxMoverWorld implements MoverWorld {
  private final NetworkNamespace.Pair hosts;
  private final Map<String, String> settings;
  private final List<VirtualAddress> addresses;

  private LinuxMoverWorld(Map<String, String> settings, List<VirtualAddress> addresses)
      throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
    this.hosts = NetworkNamespace.Pair.create();
    this.settings = settings;
    this.addresses = addresses;
  }

  static LinuxMoverWorld ipv4(Map<String, String> settings) throws Exception {
    return new LinuxMoverWorld(settings, List.of(vip("10.99.0.9", 32), vip("10.99.0.10", 32)));
  }

  static LinuxMoverWorld ipv6(Map<String, String> settings) throws Exception {
    return new LinuxMoverWorld(settings, List.of(vip("fd99::9", 128), vip("fd99::10", 128)));
  }

  private static VirtualAddress vip(String address, int prefix) throws Exception {
    return new VirtualAddress(InetAddress.getByName(address), prefix, "left0");
  }

  @Override
  public VipMover start() throws Exception {
    return hosts.left().call(() -> new LinuxVipMoverFactory().create(addresses, settings));
  }

  @Override
  public List<VirtualAddress> addresses() {
    return addresses;
  }

  @Override
  public boolean has(VirtualAddress address) throws Exception {
    return !shown(address).isBlank();
  }

  private String shown(VirtualAddress address) throws Exception {
    return hosts.left().ip("-o address show to " + address.address().getHostAddress());
  }

  @Override
  public void takeAway(VirtualAddress address) throws Exception {
    String device = shown(address).split("\\s+", 3)[1];
    String written = address.address().getHostAddress() + "/" + address.prefixLength();
    hosts.left().ip("address delete " + written + " dev " + device);
  }

  @Override
  public void end() {
    hosts.close();
  }
}
