package io.mainstay.node.cli;

import io.mainstay.node.PluginLoader;
import io.mainstay.node.Plugins;
import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.HostNetworks;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mainstay check}: says what is wrong, or what was understood. */
@Command(
    name = "check",
    description = {
      "Check a configuration without starting anything.",
      "Prints every mistake as file:line: message and exits 1, or prints the whole"
          + " configuration as understood, defaults included, and exits 0. What works but probably"
          + " not as meant is told as file:line: warning: message on standard error and does not"
          + " change the exit code; the last line there counts what was understood."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigFiles files = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    NodeConfigReader reader = new NodeConfigReader(HostResolver.SYSTEM, HostNetworks.SYSTEM);
    if (files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "mainstay check: " + ConfigFiles.WHICH);
    }
    List<ConfigSource> sources = files.sources();
    NodeConfig config = reader.read(sources);
    Plugins plugins = PluginLoader.load(CheckCommand.class.getClassLoader(), config.plugins());
    plugins.check(config);
    PrintWriter err = spec.commandLine().getErr();
    for (ConfigProblem warning : config.warnings()) {
      err.println(warning.asWarning());
    }
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.print(reader.effective(sources, plugins::showsSetting, config));
    out.flush();
    err.println(
        "OK: "
            + counted(config.proxy().frontends(), "frontend")
            + ", "
            + counted(config.proxy().backends(), "backend")
            + ", "
            + counted(config.routers(), "router"));
    err.flush();
    return 0;
  }

  private static String counted(List<?> things, String name) {
    return things.size() + " " + name + (things.size() == 1 ? "" : "s");
  }
}
