package io.mainstay.node.cli;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.HostNetworks;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.foreign.CommentedHocon;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mainstay convert}: HAProxy's and keepalived's languages in the node's own. */
@Command(
    name = "convert",
    description = {
      "Write haproxy.cfg and keepalived.conf as one configuration in HOCON.",
      "Each value says which line it comes from, and what was left out is told in front; run -c of"
          + " it does the same as run with the files themselves. Host names need not be known here."
          + " Passwords are written as they are. With a mistake in the files it prints each as"
          + " file:line: message and exits 1."
    })
final class ConvertCommand implements Callable<Integer> {
  @Mixin private ConfigFiles files = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (!files.hasForeign()) {
      throw new ParameterException(
          spec.commandLine(), "mainstay convert: name a file: --haproxy FILE or --keepalived FILE");
    }
    List<ConfigSource> sources = files.sources();
    NodeConfig config =
        new NodeConfigReader(ConvertCommand::anyAddress, HostNetworks.UNKNOWN).read(sources);
    PrintWriter out = spec.commandLine().getOut();
    out.println("# Written by mainstay convert from:");
    sources.forEach(source -> out.println("#   " + source.name()));
    for (ConfigProblem warning : config.warnings()) {
      out.println("# " + warning.location() + ": " + warning.message());
    }
    out.print(CommentedHocon.of(NodeConfigReader.together(sources).root()));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    for (ConfigProblem warning : config.warnings()) {
      err.println(warning.asWarning());
    }
    err.flush();
    return 0;
  }

  /** The names are for the host that will run it. */
  private static InetAddress anyAddress(String host) throws UnknownHostException {
    try {
      return HostResolver.SYSTEM.resolve(host);
    } catch (UnknownHostException e) {
      return InetAddress.getByAddress(host, new byte[] {(byte) 192, 0, 2, 1});
    }
  }
}
