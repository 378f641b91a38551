package io.mainstay.examples;

import io.mainstay.vip.linux.LinuxVrrpIo;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.engine.VrrpAgentThread;
import io.mainstay.vrrp.spi.AddressInstaller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One leader among the JVMs of a network segment, with no address moved at all. */
public final class ElectedLeader implements AutoCloseable {
  /** Has those without an address too, which the JDK leaves out. */
  private static final Path INTERFACES = Path.of("/proc/net/dev");

  private final LinuxVrrpIo io;
  private final VrrpAgentThread thread;

  /** The one that takes part; its snapshot says whether this JVM leads. */
  private final VirtualRouter router;

  private ElectedLeader(LinuxVrrpIo io, VirtualRouterConfig config, VrrpListener listener) {
    this.io = io;
    VrrpAgent agent = new VrrpAgent(io.transport(), io.monitor(), io.announcer());
    router = agent.add(config, AddressInstaller.NONE, listener);
    thread = VrrpAgentThread.start(agent, io.transport());
  }

  /**
   * Takes part in the election on an interface, until it is closed.
   *
   * @param priority 1 to 254, another one in each JVM; the highest leads
   * @param listener hears of each change, on the election's thread; it must not block
   * @throws IOException when there is no such interface, or a capability is missing
   */
  public static ElectedLeader start(String interfaceName, int priority, VrrpListener listener)
      throws IOException {
    requireInterface(interfaceName);
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("leader", interfaceName, 51)
            .priority(priority)
            .noAddresses(AddressFamily.IPV4)
            .build();
    return new ElectedLeader(LinuxVrrpIo.open(), config, listener);
  }

  /** The agent would wait for it in silence, for it may come later. */
  private static void requireInterface(String name) throws IOException {
    if (Files.notExists(INTERFACES)) {
      return; // no Linux, which LinuxVrrpIo says
    }
    List<String> there =
        Files.readAllLines(INTERFACES).stream()
            .filter(line -> line.contains(":"))
            .map(line -> line.substring(0, line.indexOf(':')).strip())
            .toList();
    if (!there.contains(name)) {
      throw new IOException(
          "there is no interface " + name + "; there are: " + String.join(", ", there));
    }
  }

  /** The virtual router whose MASTER leads. */
  public VirtualRouter router() {
    return router;
  }

  /** Resigns, so that the next one need not wait. */
  @Override
  public void close() {
    thread.close();
    io.close();
  }

  /** Arguments: an interface and a priority. Needs CAP_NET_RAW. Prints who it becomes. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: ElectedLeader INTERFACE PRIORITY, such as eth0 150");
      System.exit(2);
    }
    try {
      ElectedLeader leader = start(args[0], Integer.parseInt(args[1]), System.out::println);
      Runtime.getRuntime().addShutdownHook(new Thread(leader::close));
    } catch (IOException e) {
      System.err.println("ElectedLeader: " + e.getMessage());
      System.exit(1);
    }
    Thread.currentThread().join();
  }
}
