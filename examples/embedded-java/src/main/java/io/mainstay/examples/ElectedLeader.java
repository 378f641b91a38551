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

/** One leader among the JVMs of a network segment, with no address moved at all. */
public final class ElectedLeader implements AutoCloseable {
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
   */
  public static ElectedLeader start(String interfaceName, int priority, VrrpListener listener)
      throws IOException {
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("leader", interfaceName, 51)
            .priority(priority)
            .noAddresses(AddressFamily.IPV4)
            .build();
    return new ElectedLeader(LinuxVrrpIo.open(), config, listener);
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
    ElectedLeader leader = start(args[0], Integer.parseInt(args[1]), System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(leader::close));
    Thread.currentThread().join();
  }
}
