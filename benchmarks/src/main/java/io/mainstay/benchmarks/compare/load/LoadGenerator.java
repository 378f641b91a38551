package io.mainstay.benchmarks.compare.load;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Plays all clients and all servers of a proxy in one thread: with a thread for each side the two
 * would share a core and change places for every request, and would be the bottleneck of a cheap
 * proxy.
 *
 * <p>Its methods are called from one thread that is not the event loop, and wait.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final long READY_SECONDS = 60;

  private final MultiThreadIoEventLoopGroup group;
  private final LoadLoop loop;
  private final ReceiveBuffer receive = new ReceiveBuffer();

  private LoadGenerator(MultiThreadIoEventLoopGroup group) {
    this.group = group;
    this.loop = (LoadLoop) group.next();
  }

  /**
   * Starts the thread.
   *
   * @throws IOException where there is no epoll
   */
  public static LoadGenerator start() throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException("the load generator needs Linux epoll: " + Epoll.unavailabilityCause());
    }
    return new LoadGenerator(
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("load", true), EpollIoHandler.newFactory()) {
          @Override
          protected IoEventLoop newChild(
              Executor executor, IoHandlerFactory ioHandlers, Object... unused) {
            return new LoadLoop(this, executor, ioHandlers);
          }
        });
  }

  /** Starts servers that give the dialogue's answer. */
  public ServerPool servers(Dialogue dialogue, int count) {
    Servers servers = new Servers(dialogue, loop, receive);
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(servers.listen());
    }
    return new ServerPool(servers, loop, List.copyOf(addresses));
  }

  /**
   * Connects the clients and starts to ask; returns when each had its first answer.
   *
   * @throws IOException when that fails; it says why
   */
  public ClientRun begin(Plan plan) throws IOException, InterruptedException {
    Clients clients = new Clients(plan, loop, receive);
    ClientRun run = new ClientRun(clients, loop);
    try {
      loop.execute(clients::begin);
      clients.ready().get(READY_SECONDS, TimeUnit.SECONDS);
      return run;
    } catch (ExecutionException e) {
      run.close();
      throw new IOException(clients.whyNot(), e);
    } catch (TimeoutException e) {
      run.close();
      throw new IOException("not every client had an answer within " + READY_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
