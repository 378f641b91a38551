package io.mainstay.node.cli;

import io.mainstay.node.BuiltInWebServers;
import io.mainstay.node.Node;
import io.mainstay.node.PluginLoader;
import io.mainstay.node.Plugins;
import io.mainstay.node.ProgramLog;
import io.mainstay.node.StartException;
import io.mainstay.node.config.HostNetworks;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mainstay run}: one node, until SIGTERM or SIGINT. */
@Command(
    name = "run",
    description = {
      "Run one node until it is told to stop.",
      "Without a file: two built-in web servers behind 127.0.0.1:8080, status on 127.0.0.1:8404."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private ConfigFiles files = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (!files.isEmpty()) {
      NodeConfigReader reader = new NodeConfigReader(HostResolver.SYSTEM, HostNetworks.SYSTEM);
      NodeConfig config = reader.read(files.sources());
      serveUntilStopped(() -> Node.start(config, plugins(config)));
    } else {
      serveUntilStopped(this::startBuiltIn);
    }
    return 0;
  }

  private static Plugins plugins(NodeConfig config) throws StartException {
    return PluginLoader.load(RunCommand.class.getClassLoader(), config.plugins());
  }

  /** Serves until a signal ends the process, which may come before all is started. */
  private static void serveUntilStopped(Callable<AutoCloseable> start) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread serving = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(serving, asked, stopped), "stop"));
    try {
      AutoCloseable running = start.call();
      awaitStop(asked);
      running.close();
    } finally {
      stopped.countDown();
    }
  }

  private static void stop(Thread serving, CountDownLatch asked, CountDownLatch stopped) {
    // The interrupt cuts the start short; should it get lost there, what was asked is still known.
    // It comes first, so that none can come later, when requests get their drain.
    serving.interrupt();
    asked.countDown();
    try {
      stopped.await();
      ProgramLog.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns with the flag cleared: what is closed next may wait again. */
  private static void awaitStop(CountDownLatch asked) {
    try {
      asked.await();
    } catch (InterruptedException e) {
      // That is what it waits for.
    }
  }

  private AutoCloseable startBuiltIn() throws Exception {
    BuiltInWebServers web = startWeb();
    NodeConfig config = builtIn(web.addresses());
    Node node = Node.start(config, plugins(config));
    PrintWriter out = spec.commandLine().getOut();
    out.println("try: curl http://127.0.0.1:8080/   (Ctrl-C stops)");
    out.flush();
    return () -> {
      node.close();
      web.close();
    };
  }

  private static BuiltInWebServers startWeb() throws StartException {
    try {
      return BuiltInWebServers.start();
    } catch (IOException e) {
      throw new StartException("cannot start the built-in web servers: " + e.getMessage(), e);
    }
  }

  private static NodeConfig builtIn(List<InetSocketAddress> web) throws InvalidConfigException {
    String text =
        """
        mainstay {
          frontends.web { bind = "127.0.0.1:8080", default-backend = app }
          backends.app {
            check = "http GET / 200"
            servers { web1 = "127.0.0.1:PORT1", web2 = "127.0.0.1:PORT2" }
          }
        }
        """
            .replace("PORT1", String.valueOf(web.get(0).getPort()))
            .replace("PORT2", String.valueOf(web.get(1).getPort()));
    return new NodeConfigReader(HostResolver.SYSTEM).readText(text, "built-in");
  }
}
